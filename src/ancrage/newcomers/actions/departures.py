from datetime import datetime

from django.db import transaction

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.newcomers.actions.assignments import end_assignment
from ancrage.newcomers.models import Case, CaseMoment, CaseTransition, CircleMember


@transaction.atomic
def give_dossiers_back(user: User, *, by: Actor, at: datetime) -> None:
    """Whoever leaves follows no dossier and is named on none: their open dossiers wait at their service point."""
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
    CircleMember.objects.filter(user=user, until=None).update(until=at)
