"""Opening hours, working hours and rooms, through time."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.agenda.models import DAY_MINUTES, PointHours, Room, WorkerHours
from ancrage.agenda.queries.slots import moment
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.territory.dated import from_day
from ancrage.territory.models import ServicePoint

Kept = PointHours | WorkerHours | Room


class HoursRefused(Refused):
    """The hours, or the room, cannot be so at those dates."""


@transaction.atomic
def open_hours(
    *,
    service_point: ServicePoint,
    weekdays: Iterable[int],
    opens: time,
    closes: time,
    start: date,
    by: User,
    at: datetime,
    worker: User | None = None,
) -> None:
    """From ``start``, on each of ``weekdays``: the point is open, or ``worker`` works there.

    :raises HoursRefused: when they close before they open, or overlap others.
    """
    hours = NumericRange(_minutes(opens), _minutes(closes) or DAY_MINUTES)
    if hours.upper <= hours.lower:
        raise HoursRefused(_("L’heure de fin suit l’heure de début, le même jour."), field="closes")
    during = from_day(start)
    for weekday in weekdays:
        row: PointHours | WorkerHours = (
            WorkerHours(worker=worker, service_point=service_point, weekday=weekday, minutes=hours, during=during)
            if worker
            else PointHours(service_point=service_point, weekday=weekday, minutes=hours, during=during)
        )
        _keep(row, "opened", by=by, at=at)


@transaction.atomic
def open_room(
    *, service_point: ServicePoint, name: str, seats: int | None, start: date, by: User, at: datetime
) -> Room:
    """:raises HoursRefused: when a room of that name is there already."""
    row = Room(service_point=service_point, name=name, seats=seats, during=from_day(start))
    _keep(row, "opened", by=by, at=at)
    return row


@transaction.atomic
def end_kept(*, row: Kept, before: date, by: User, at: datetime) -> None:
    """End hours or a room. ``before`` is the first day without; what never held a day is removed.

    :raises HoursRefused: when a room is still booked then.
    """
    if isinstance(row, Room) and row.appointments.planned().filter(during__endswith__gt=moment(before, 0)).exists():
        raise HoursRefused(_("Des rendez-vous y sont prévus : déplacez-les d’abord."), field="before")
    if before <= row.starts_on and not isinstance(row, Room):
        record(f"agenda.{row._meta.model_name}.removed", by=by, on=row, at=at)
        row.delete()
        return
    if before <= row.starts_on:
        raise HoursRefused(_("La fin doit suivre le début."), field="before")
    row.during = from_day(row.starts_on, before)
    _keep(row, "ended", by=by, at=at)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _keep(row: Kept, verb: str, *, by: User, at: datetime) -> None:
    try:
        row.full_clean()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise HoursRefused(" ".join(dict.fromkeys(error.messages))) from error
    except IntegrityError as error:
        raise HoursRefused(_("Une autre personne vient de changer ces heures. Revoyez la page.")) from error
    record(f"agenda.{row._meta.model_name}.{verb}", by=by, on=row, at=at, fields=["during"])
