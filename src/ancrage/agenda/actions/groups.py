"""Cohorts and their blocks."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.agenda.actions.booking import BookingRefused, book, locked, move, plan_again, settle
from ancrage.agenda.models import AppointmentState, Block, Cohort, GroupKind, Room
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.territory.models import ServicePoint


class CohortRefused(Refused):
    """The cohort cannot be so."""


@transaction.atomic
def open_cohort(
    *,
    kind: GroupKind,
    title: str,
    service_point: ServicePoint,
    language: str,
    seats: int,
    required_blocks: int,
    by: User,
    at: datetime,
) -> Cohort:
    """Open a series, without any block yet.

    :raises CohortRefused: without a seat, or without a block required.
    """
    cohort = Cohort(
        kind=kind,
        title=title,
        service_point=service_point,
        language=language,
        seats=seats,
        required_blocks=required_blocks,
        opened_at=at,
        opened_by=by,
    )
    try:
        cohort.full_clean()
    except ValidationError as error:
        raise CohortRefused(" ".join(error.messages), field="seats") from error
    cohort.save()
    record("agenda.cohort.opened", by=by, on=cohort, at=at, region=service_point.region.code)
    return cohort


@transaction.atomic
def add_block(*, cohort: Cohort, topic: str, by: User, at: datetime, **wish: Any) -> Block:
    """Take a worker, and a room perhaps, for a session of the cohort, at any hour.

    :param wish: what ``book`` asks for, but for the service point, which is the cohort's.
    :raises BookingRefused: when the worker or the room is taken then, or the room too small.
    """
    _check_room(cohort, wish.get("room"))
    at_this_point: dict[str, Any] = {"service_point": cohort.service_point, "at_any_hour": True, "subject": topic}
    appointment = book(**wish, **at_this_point, by=by, at=at)
    block = Block.objects.create(cohort=cohort, appointment=appointment, topic=topic)
    record("agenda.block.added", by=by, on=block, at=at, region=cohort.service_point.region.code)
    return block


@transaction.atomic
def change_block(*, block: Block, topic: str, by: User, at: datetime, **wish: Any) -> None:
    """Another time, room, worker or way; ``wish`` as in ``add_block``.

    :raises BookingRefused: as ``add_block``, and for a block that is cancelled.
    """
    block = Block.objects.select_for_update(of=("self",)).get(pk=block.pk)
    cohort = block.cohort
    _check_room(cohort, wish.get("room"))
    at_this_point: dict[str, Any] = {"service_point": cohort.service_point, "at_any_hour": True, "subject": topic}
    block.appointment = move(appointment=block.appointment, **wish, **at_this_point, by=by, at=at)
    block.topic = topic
    block.save(update_fields=["appointment", "topic"])
    fields = ["appointment", "topic"]
    record("agenda.block.changed", by=by, on=block, at=at, fields=fields, region=cohort.service_point.region.code)


@transaction.atomic
def cancel_block(*, block: Block, by: User, at: datetime) -> None:
    """:raises BookingRefused: when it is cancelled already."""
    settle(appointment=block.appointment, state=AppointmentState.CANCELLED_BY_SERVICE, by=by, at=at)
    record("agenda.block.cancelled", by=by, on=block, at=at, region=block.cohort.service_point.region.code)


@transaction.atomic
def plan_block_again(*, block: Block, by: User, at: datetime) -> None:
    """Undo ``cancel_block``.

    :raises BookingRefused: when the worker or the room was taken meanwhile.
    """
    plan_again(appointment=block.appointment)
    record("agenda.block.planned_again", by=by, on=block, at=at, region=block.cohort.service_point.region.code)


@transaction.atomic
def hold_block(*, block: Block, is_held: bool, by: User, at: datetime) -> None:
    """Whether it took place, as who came to it says: held, it is neither moved nor cancelled. No entry: theirs says it.

    :raises BookingRefused: when it is to be planned again and its worker or room was taken meanwhile.
    """
    appointment = locked(block.appointment)
    if is_held and appointment.is_planned:
        settle(appointment=appointment, state=AppointmentState.PRESENT, by=by, at=at)
    elif not is_held and not appointment.is_planned:
        plan_again(appointment=appointment)


def locked_cohort(cohort: Cohort) -> Cohort:
    """Whoever takes or frees a seat waits here. In the caller's transaction."""
    rows = Cohort.objects.select_for_update(of=("self",)).select_related("kind", "service_point__region")
    return rows.get(pk=cohort.pk)


def _check_room(cohort: Cohort, room: Room | None) -> None:
    if room and room.seats and room.seats < cohort.seats:
        said = {"room": room.name, "room_seats": room.seats, "seats": cohort.seats}
        raise BookingRefused(
            _("%(room)s a %(room_seats)d places, et la série en compte %(seats)d.") % said, field="room"
        )
