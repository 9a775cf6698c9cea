from collections import Counter
from datetime import datetime

from django.db import transaction

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.agenda.models import Block
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.newcomers.actions.assignments import end_assignment
from ancrage.newcomers.actions.circle import end_naming, hand_to_directors
from ancrage.newcomers.messages import access as messages
from ancrage.newcomers.messages import appointments
from ancrage.newcomers.models import Case, CaseAppointment, CaseMoment, CaseTransition, CircleMember
from ancrage.newcomers.queries.appointments import ahead_of
from ancrage.newcomers.queries.staff import staff_of_point, told_of


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
    _unname_everywhere(user, by=by, at=at)
    _tell_of_meetings(user, at)


def _unname_everywhere(user: User, *, by: Actor, at: datetime) -> None:
    named = Case.objects.filter(pk__in=CircleMember.objects.filter(user=user, until=None).values("case"))
    for case in named.select_related("region").order_by("pk"):
        _unname(case, user, by=by if isinstance(by, User) else user, at=at)


def _unname(case: Case, user: User, *, by: User, at: datetime) -> None:
    end_naming(case=case, user=user, by=by, at=at)
    told, path = hand_to_directors(case=case, left=user, by=by, at=at), messages.case_path(case)
    notify(users=told, kind="newcomers.named", text=messages.named(case), path=path, at=at)


def _tell_of_meetings(left: User, at: datetime) -> None:
    """Whoever answers for a dossier that ``left`` was to meet hears of it: once, however many there are."""
    count: Counter[User] = Counter()
    ahead = CaseAppointment.objects.filter(appointment__in=ahead_of(left, at).values("pk"))
    for tie in ahead.select_related("case").order_by("pk"):
        count.update(one for one in told_of(tie.case, local_day(at)) if one != left)
    blocks = Block.objects.filter(appointment__in=ahead_of(left, at).values("pk")).select_related("cohort")
    for block in blocks.order_by("pk"):
        count.update(one for one in staff_of_point(block.cohort.service_point_id, local_day(at)) if one != left)
    for user, number in count.items():
        text = appointments.to_hand_over(left, number, user)
        notify(users=[user], kind="newcomers.appointment", text=text, path=appointments.stranded_path(), at=at)
