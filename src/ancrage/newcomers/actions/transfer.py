from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.agenda.actions import BookingRefused
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.dates import local_day
from ancrage.newcomers.actions.appointments import cancel_planned, hand_planned
from ancrage.newcomers.actions.assignments import begin_assignment, end_assignment
from ancrage.newcomers.actions.circle import end_naming, keep_named
from ancrage.newcomers.models import Case, CaseMoment, CaseState, CaseTransition, Fate
from ancrage.newcomers.queries.appointments import planned_ahead
from ancrage.newcomers.queries.staff import staff_of_point, told_of, with_stand_ins
from ancrage.territory.models import ServicePoint


class TransferRefused(Refused):
    """The dossier cannot go there."""


@transaction.atomic
def transfer_case(
    *,
    case: Case,
    to: ServicePoint,
    agent: User | None,
    note: str,
    by: User,
    at: datetime,
    appointments: Fate | None = None,
    planned: Collection[UUID] = (),
) -> None:
    """Hand a dossier over to another service point, of this region or another, with a note for who receives it.

    Without ``agent`` it waits there for someone to take it. A restricted dossier names its new agent,
    and only them: those named before no longer see it.

    :param appointments: what becomes of those planned, if there are any; ``planned``: those that ``by`` was shown.
    :raises TransferRefused: to the same point, a closed one, without a note, when closed, or for an agent of elsewhere.
    """
    # Locked alone: a row joined to it would still show where it was before the wait.
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    _check(case, to, agent, note, at)
    origin = case.service_point
    case.service_point, case.region, case.agent = to, to.region, agent
    case.save(update_fields=["service_point", "region", "agent"])
    end_assignment(case, at)
    if agent:
        begin_assignment(case, agent, at)
    _renew_circle(case, agent, by=by, at=at)
    CaseTransition.objects.create(
        case=case, at=at, by=by, kind=CaseMoment.TRANSFERRED, note=note, from_point=origin, to_point=to
    )
    record(
        "newcomers.case.transferred",
        by=by,
        on=case,
        at=at,
        fields=["service_point", "agent"],
        about=[case.pk, case.person_id],
        region=origin.region.code,
    )
    _decide(case, agent, appointments, planned, by=by, at=at)
    _tell(case, at)


def _decide(
    case: Case, agent: User | None, fate: Fate | None, planned: Collection[UUID], *, by: User, at: datetime
) -> None:
    """Nothing planned stays with whoever no longer reads the dossier."""
    if not planned_ahead(case, at).exists():
        return
    try:
        if fate is Fate.CANCELLED:
            cancel_planned(case=case, seen=planned, by=by, at=at)
        elif fate is Fate.HANDED and agent:
            hand_planned(case=case, to=agent, seen=planned, by=by, at=at)
        elif fate is Fate.HANDED:
            raise TransferRefused(_("Pour remettre les rendez-vous, choisissez à qui."), field="agent")
        else:
            raise TransferRefused(_("Dites ce que deviennent les rendez-vous prévus."), field="appointments")
    except BookingRefused as refusal:
        raise TransferRefused(str(refusal), field="appointments") from refusal


def _check(case: Case, to: ServicePoint, agent: User | None, note: str, at: datetime) -> None:
    if case.state == CaseState.CLOSED:
        raise TransferRefused(_("Rouvrez le dossier avant de le transférer."))
    if to.pk == case.service_point_id:
        raise TransferRefused(_("Le dossier est déjà à ce point de services."), field="to")
    if not to.is_on(local_day(at)):
        raise TransferRefused(_("Ce point de services n’est pas ouvert."), field="to")
    if not note.strip():
        raise TransferRefused(_("Écrivez une note pour la personne qui reçoit le dossier."), field="note")
    if case.is_restricted and agent is None:
        raise TransferRefused(_("Un dossier restreint se remet à une personne nommée."), field="agent")
    if agent and not staff_of_point(to.pk, local_day(at)).filter(pk=agent.pk).exists():
        raise TransferRefused(_("Cette personne ne travaille pas à ce point de services."), field="agent")
    if agent and case.ties.filter(user=agent).exists():
        raise TransferRefused(_("Cette personne a déclaré un lien avec la personne du dossier."), field="agent")


def _renew_circle(case: Case, agent: User | None, *, by: User, at: datetime) -> None:
    named = User.objects.filter(pk__in=case.circle.filter(until=None).values("user"))
    for user in named:
        if user != agent:
            end_naming(case=case, user=user, by=by, at=at)
    if agent:
        keep_named(case=case, user=agent, by=by, at=at)


def _tell(case: Case, at: datetime) -> None:
    notify(
        users=with_stand_ins(case, told_of(case, local_day(at)), at),
        kind="newcomers.case.transferred",
        text=_("Un dossier vous est transféré : %(reference)s.") % {"reference": case.reference},
        path=f"/dossiers/{case.pk}/",
        at=at,
    )
