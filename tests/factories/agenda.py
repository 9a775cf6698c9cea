from datetime import UTC, date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange, NumericRange
from factory import LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from ancrage.agenda.models import Absence, Appointment, Cohort, GroupKind, Mode, PointHours, Room, WorkerHours
from ancrage.territory.dated import from_day
from tests.factories.accounts import UserFactory
from tests.factories.territory import LONG_AGO, ServicePointFactory

START = datetime(2021, 7, 15, 14, 0, tzinfo=UTC)
"""Thursday 15 July 2021, 10 h in Québec."""


def span(start: datetime, end: datetime) -> Any:
    return DateTimeTZRange(start, end)


def minutes(first_hour: float, last_hour: float) -> Any:
    return NumericRange(int(first_hour * 60), int(last_hour * 60))


def works(worker: Any, point: Any, *, first: float = 8.5, last: float = 16.5, since: date = LONG_AGO) -> None:
    """Every weekday, at ``point``, which is open at those hours too."""
    for weekday in range(5):
        during, hours = from_day(since), minutes(first, last)
        WorkerHours.objects.create(worker=worker, service_point=point, weekday=weekday, minutes=hours, during=during)
        if not PointHours.objects.filter(service_point=point, weekday=weekday).exists():
            PointHours.objects.create(service_point=point, weekday=weekday, minutes=hours, during=during)


class RoomFactory(DjangoModelFactory[Room]):
    class Meta:
        model = Room

    service_point = SubFactory(ServicePointFactory)
    name = Sequence(lambda n: f"Salle {n}")
    during = LazyFunction(lambda: from_day(LONG_AGO))


class AbsenceFactory(DjangoModelFactory[Absence]):
    class Meta:
        model = Absence

    worker = SubFactory(UserFactory)


class GroupKindFactory(DjangoModelFactory[GroupKind]):
    class Meta:
        model = GroupKind
        django_get_or_create = ("code",)

    code = "objectif-integration"
    label_fr = "Objectif Intégration"
    required_blocks = 1


class CohortFactory(DjangoModelFactory[Cohort]):
    """Three seats, one block required; no block yet."""

    class Meta:
        model = Cohort

    kind = SubFactory(GroupKindFactory)
    title = "Été 2021"
    service_point = SubFactory(ServicePointFactory)
    seats = 3
    required_blocks = 1
    opened_at = datetime(2021, 7, 1, 14, 0, tzinfo=UTC)
    opened_by = SubFactory(UserFactory)


class AppointmentFactory(DjangoModelFactory[Appointment]):
    """Planned, by phone, Thursday 15 July 2021 at 10 h for half an hour."""

    class Meta:
        model = Appointment

    worker = SubFactory(UserFactory)
    service_point = SubFactory(ServicePointFactory)
    mode = Mode.PHONE
    during = LazyFunction(lambda: span(START, START.replace(minute=30)))
    booked_at = datetime(2021, 7, 12, 14, 0, tzinfo=UTC)
    booked_by = SelfAttribute("worker")
