from datetime import datetime

from django.db import transaction

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.newcomers.actions.assignments import end_assignment
from ancrage.newcomers.actions.circle import end_naming, hand_to_directors
from ancrage.newcomers.messages import access as messages
from ancrage.newcomers.models import Case, CaseMoment, CaseTransition, CircleMember


@transaction.atomic
def give_dossiers_back(user: User, *, by: Actor, at: datetime) -> None:
    """Whoever leaves follows no dossier and is named on none: their open dossiers wait at their service point.

    A restricted dossier that they alone saw names the region's directors, who are told.
    """
    held = Case.objects.select_for_update(of=("self",)).open().filter(agent=user).order_by("pk")
    for case in held:
        case.agent = None
        case.save(update_fields=["agent"])
        end_assignment(case, at)
        CaseTransition.objects.create(
            case=case, at=at, by=by if isinstance(by, User) else None, kind=CaseMoment.RELEASED
        )
        about = [case.pk, case.person_id]
        record("newcomers.case.released", by=by, on=case, at=at, fields=["agent"], about=about, region=case.region.code)
    named = Case.objects.filter(pk__in=CircleMember.objects.filter(user=user, until=None).values("case"))
    for case in named.select_related("region").order_by("pk"):
        _unname(case, user, by=by if isinstance(by, User) else user, at=at)


def _unname(case: Case, user: User, *, by: User, at: datetime) -> None:
    end_naming(case=case, user=user, by=by, at=at)
    told, path = hand_to_directors(case=case, left=user, by=by, at=at), messages.case_path(case)
    notify(users=told, kind="newcomers.named", text=messages.named(case), path=path, at=at)
