"""Staff lets a person choose when to be met; the person chooses, changes, cancels."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.agenda.actions import BookingRefused
from ancrage.agenda.models import AppointmentState, Mode, Room
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.dates import local_day
from ancrage.newcomers.actions.appointments import (
    book_appointment,
    move_appointment,
    plan_appointment_again,
    settle_appointment,
    tell_left,
    tell_taken,
)
from ancrage.newcomers.awaiting import has_space, something_awaits
from ancrage.newcomers.models import Case, CaseAppointment, CaseState, MomentOffer
from ancrage.newcomers.queries.moments import (
    Choice,
    choice_delay,
    choice_instead,
    choice_offered,
    may_cancel,
    may_choose_again,
)


class MomentRefused(Refused):
    """The moment is not offered, not chosen, or not given up."""


@transaction.atomic
def offer_moment(
    *,
    case: Case,
    worker: User,
    modes: list[Mode],
    minutes: int,
    until: date,
    subject: str,
    by: User,
    at: datetime,
    room: Room | None = None,
    any_room: bool = False,
) -> MomentOffer:
    """Let the person choose among the free slots of ``worker``. An earlier offer that still waits gives way.

    :param room: where, on a visit; ``any_room``: whichever is free at the hour that is chosen.
    :raises MomentRefused: on a closed dossier, to someone without a space, or until a day that is over.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("person", "region").get(pk=case.pk)
    if case.state == CaseState.CLOSED:
        raise MomentRefused(_("Ce dossier est fermé : rouvrez-le pour proposer un moment."))
    if not has_space(case.person):
        raise MomentRefused(
            _("Cette personne n’a pas d’espace « Mon plan » ouvert : invitez-la, puis proposez-lui un moment.")
        )
    if until < local_day(at):
        raise MomentRefused(_("Cette date est passée."), field="until")
    MomentOffer.objects.waiting().filter(case=case).update(withdrawn_at=at)
    offer = MomentOffer.objects.create(
        case=case,
        worker=worker,
        modes=modes,
        minutes=minutes,
        until=until,
        room=room,
        any_room=any_room,
        subject=subject,
        offered_at=at,
        offered_by=by,
    )
    _record("offered", offer, by=by, at=at)
    something_awaits(case, by=by, at=at)
    return offer


@transaction.atomic
def withdraw_moment(*, offer: MomentOffer, by: User, at: datetime) -> None:
    """The person no longer has to choose.

    :raises MomentRefused: when they did.
    """
    offer = _locked(offer)
    if offer.tie_id:
        raise MomentRefused(_("La personne vient de choisir son moment : le rendez-vous est pris."))
    if offer.is_waiting:
        offer.withdrawn_at = at
        offer.save(update_fields=["withdrawn_at"])
        _record("withdrawn", offer, by=by, at=at)


@transaction.atomic
def restore_moment(*, offer: MomentOffer, by: User, at: datetime) -> None:
    """Undo ``withdraw_moment``.

    :raises MomentRefused: when another was offered since.
    """
    offer = _locked(offer)
    if offer.withdrawn_at is None:
        return
    if MomentOffer.objects.waiting().filter(case=offer.case_id).exists():
        raise MomentRefused(_("Un moment à choisir est déjà proposé dans ce dossier."))
    offer.withdrawn_at = None
    offer.save(update_fields=["withdrawn_at"])
    _record("restored", offer, by=by, at=at)
    something_awaits(offer.case, by=by, at=at)


@transaction.atomic
def choose_moment(*, offer: MomentOffer, mode: Mode, start: datetime | None, by: User, at: datetime) -> CaseAppointment:
    """The person takes one of the moments offered.

    Two at once: the second waits for the first, then is told that it is chosen.

    :raises MomentRefused: when it is chosen already, or withdrawn.
    :param start: None when it was not among those shown.
    :raises BookingRefused: when someone else has it now, or it is not one of those offered.
    """
    offer = _locked(offer)
    if not offer.is_waiting:
        raise MomentRefused(_("Ce moment est déjà choisi, ou n’est plus à choisir."))
    choice = choice_offered(offer)
    offer.tie = _in_a_free_room(
        choice.rooms_for(mode),
        book_appointment,
        case=offer.case,
        worker=offer.worker,
        mode=mode,
        start=_checked(start, mode, choice, at),
        minutes=offer.minutes,
        subject=offer.subject,
        interpreter_language=offer.case.person.interpreter_language,
        by=by,
        at=at,
    )
    offer.save(update_fields=["tie"])
    _record("chosen", offer, by=by, at=at)
    return offer.tie


@transaction.atomic
def choose_again(
    *, tie: CaseAppointment, mode: Mode, start: datetime | None, by: User, at: datetime
) -> CaseAppointment:
    """The person takes another moment for what they chose, or asked to move; the worker is told of both.

    :raises MomentRefused: when it is too late, or no longer theirs to change.
    :raises BookingRefused: when someone else has that moment now, or it is not one of those offered.
    """
    tie = _own(tie)
    if not may_choose_again(tie, by, at, choice_delay(at)):
        raise MomentRefused(_("Ce rendez-vous ne se change plus ici."))
    row, choice = tie.appointment, choice_instead(tie, at)
    moved = _in_a_free_room(
        choice.rooms_for(mode),
        move_appointment,
        tie=tie,
        worker=row.worker,
        mode=mode,
        start=_checked(start, mode, choice, at),
        minutes=row.length,
        subject=row.subject,
        interpreter_language=row.interpreter_language,
        by=by,
        at=at,
    )
    MomentOffer.objects.filter(tie=tie).update(tie=moved)
    tell_left(row, by=by, at=at)
    return moved


@transaction.atomic
def cancel_own(*, tie: CaseAppointment, by: User, at: datetime) -> None:
    """The person gives up what they chose themselves; the worker is told.

    :raises MomentRefused: when it is too late, or no longer theirs to cancel.
    """
    tie = _own(tie)
    if not may_cancel(tie, by, at, choice_delay(at)):
        raise MomentRefused(_("Ce rendez-vous ne se change plus ici."))
    settle_appointment(tie=tie, state=AppointmentState.CANCELLED_BY_PERSON, by=by, at=at)
    tell_left(tie.appointment, by=by, at=at)


@transaction.atomic
def take_own_back(*, tie: CaseAppointment, by: User, at: datetime) -> None:
    """Undo ``cancel_own``; the worker is told.

    :raises MomentRefused: when someone else decided of it, or it is over.
    :raises BookingRefused: when someone else has that moment now.
    """
    tie = _own(tie)
    row = tie.appointment
    if row.is_planned:
        return
    if row.state != AppointmentState.CANCELLED_BY_PERSON or row.decided_by_id != by.pk or row.starts_at <= at:
        raise MomentRefused(_("Ce rendez-vous ne se change plus ici."))
    plan_appointment_again(tie=tie, by=by, at=at)
    tell_taken(tie.case, row, by=by, at=at)


def _locked(offer: MomentOffer) -> MomentOffer:
    _lock_case(offer.case_id)
    rows = MomentOffer.objects.select_for_update(of=("self",)).select_related(
        "case__region", "case__person", "worker", "room"
    )
    return rows.get(pk=offer.pk)


def _own(tie: CaseAppointment) -> CaseAppointment:
    _lock_case(tie.case_id)
    rows = CaseAppointment.objects.select_for_update(of=("self",))
    return rows.select_related("case__region", "appointment__worker", "appointment__room").get(pk=tie.pk)


def _in_a_free_room(rooms: tuple[Room, ...], take: Callable[..., CaseAppointment], **wish: Any) -> CaseAppointment:
    """In the first room that is free. Whoever comes second for it goes on to the next.

    :raises BookingRefused: when none is left, or the worker is not free.
    """
    refusal: BookingRefused | None = None
    for room in rooms:
        try:
            return take(room=room, **wish)
        except BookingRefused as refused:
            refusal = refusal or refused
    if refusal:
        raise refusal
    return take(**wish)


def _checked(start: datetime | None, mode: Mode, choice: Choice, at: datetime) -> datetime:
    """:raises BookingRefused: for a moment that was not offered; ``book`` says whether it is still free."""
    if start is None or mode not in choice.modes or start <= at + choice_delay(at) or local_day(start) > choice.until:
        raise BookingRefused(_("Cette plage n’est plus libre. Choisissez-en une autre."), field="start")
    return start


def _lock_case(pk: UUID) -> None:
    """Always first: whoever books in a dossier, or offers in it, waits here."""
    Case.objects.select_for_update(of=("self",)).get(pk=pk)


def _record(verb: str, offer: MomentOffer, *, by: User, at: datetime) -> None:
    case = offer.case
    record(f"newcomers.moment.{verb}", by=by, on=offer, at=at, about=[case.pk, case.person_id], region=case.region.code)
