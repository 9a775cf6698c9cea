"""Who is counted as accompanied: each employer once, whatever the number of interventions, places or advisers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ancrage.core.dates import local_day
from ancrage.employers.enums import Channel
from ancrage.employers.models import Employer, Intervention
from ancrage.employers.queries.counting import accompanied, first_counted
from tests.factories.accounts import UserFactory
from tests.factories.employers import (
    EmployerFactory,
    EstablishmentFactory,
    InterventionFactory,
    InterventionTypeFactory,
)

pytestmark = pytest.mark.django_db
START, END = date(2020, 1, 1), date(2020, 1, 31)
_NOON = datetime(2019, 12, 20, 17, tzinfo=UTC)
_DONE = st.tuples(
    st.integers(0, 3),  # which employer
    st.integers(0, 60 * 24),  # after how many hours
    st.sampled_from([Channel.VISIT, Channel.PHONE, Channel.GROUP]),
    st.booleans(),  # its own
    st.booleans(),  # struck out
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(_DONE, max_size=12))
def test_the_count_is_that_of_brute_force(done: list[tuple[int, int, str, bool, bool]]) -> None:
    Intervention.objects.all().delete()
    Employer.objects.all().delete()
    employers = [
        EmployerFactory.create(),
        *EmployerFactory.create_batch(2),
        EmployerFactory.create(neq=None, no_neq_reason="Ferme"),
    ]
    EstablishmentFactory.create(employer=employers[0])
    writers, kind = UserFactory.create_batch(2), InterventionTypeFactory.create()
    expected = set()
    for number, (which, hours, channel, is_personal, is_struck) in enumerate(done):
        at = _NOON + timedelta(hours=hours)
        own = is_personal and channel != Channel.GROUP
        Intervention.objects.create(
            employer=employers[which],
            type=kind,
            at=at,
            by=writers[number % 2],
            channel=channel,
            summary="…",
            is_personal=own,
            struck_at=at if is_struck else None,
        )
        if own and not is_struck and START <= local_day(at) <= END:
            expected.add(employers[which].pk)
    assert set(accompanied(START, END).values_list("pk", flat=True)) == expected


def test_days_are_those_of_quebec() -> None:
    late = datetime(2020, 2, 1, 4, 59, tzinfo=UTC)  # 31 January, 23 h 59
    InterventionFactory.create(at=late)
    assert accompanied(START, END).count() == 1
    Intervention.objects.update(at=late + timedelta(minutes=1))
    assert accompanied(START, END).count() == 0


def test_only_the_regions_asked_are_counted() -> None:
    done = InterventionFactory.create(at=datetime(2020, 1, 10, tzinfo=UTC))
    assert accompanied(START, END, regions=[done.employer.region_id]).count() == 1
    assert accompanied(START, END, regions=[EmployerFactory.create().region_id]).count() == 0


def test_the_first_that_counts() -> None:
    employer = EmployerFactory.create()
    assert first_counted(employer) is None
    InterventionFactory.create(employer=employer, channel=Channel.GROUP, is_personal=False)
    assert first_counted(employer) is None
    later = InterventionFactory.create(employer=employer, at=datetime(2021, 2, 1, tzinfo=UTC))
    assert first_counted(employer) == later.at
