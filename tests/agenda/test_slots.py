from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.agenda.models import Mode
from ancrage.agenda.queries.slots import (
    Hours,
    Wish,
    common,
    day_span,
    free_slots,
    is_free,
    is_untaken,
    moment,
    slots_in,
    spans_of,
    without,
)
from ancrage.core.clock import HOME_ZONE
from tests.factories.accounts import UserFactory
from tests.factories.agenda import AbsenceFactory, AppointmentFactory, RoomFactory, span, works
from tests.factories.territory import ServicePointFactory

AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
THURSDAY = date(2021, 7, 15)
EARLY = date(2020, 1, 1)

days = st.dates(date(2020, 1, 1), date(2026, 12, 31))
minute = st.integers(0, 24 * 60)


@st.composite
def hours(draw):
    start = draw(st.integers(0, 24 * 60 - 1))
    return Hours(draw(st.integers(0, 6)), start, draw(st.integers(start + 1, 24 * 60)), EARLY)


@st.composite
def taken(draw, day):
    start = moment(day, draw(minute)) + timedelta(days=draw(st.integers(-1, 8)))
    return start, start + timedelta(minutes=draw(st.integers(1, 3000)))


@given(st.data(), days, st.lists(hours(), max_size=8), st.integers(5, 240))
def test_a_slot_is_within_the_hours_and_overlaps_nothing(data, first, weekly, length):
    week = [first + timedelta(days=n) for n in range(8)]
    busy = data.draw(st.lists(taken(first), max_size=6))
    slots = slots_in(without(spans_of(weekly, week), busy), timedelta(minutes=length))
    for start, end in slots:
        assert end - start == timedelta(minutes=length)
        assert all(end <= opens or start >= closes for opens, closes in busy)
        at = start
        while at < end:
            assert _is_open(at, weekly)
            at += timedelta(minutes=5)
    assert all(one[1] <= other[0] for one, other in pairwise(slots))


@given(days, st.lists(hours(), max_size=6), st.lists(hours(), max_size=6))
def test_what_two_cover_is_covered_by_each(first, some, others):
    week = [first + timedelta(days=n) for n in range(8)]
    for start, _end in common(spans_of(some, week), spans_of(others, week)):
        assert _is_open(start, some) and _is_open(start, others)


@given(days, minute, minute)
def test_a_day_has_its_hours_whatever_the_season(day, start, end):
    if start < end:
        found = Hours(day.weekday(), start, end, EARLY).on(day)
        opens, closes = day_span(day, day)
        assert closes - opens in {timedelta(hours=23), timedelta(hours=24), timedelta(hours=25)}
        assert found is None or opens <= found[0] < found[1] <= closes


def _is_open(at, weekly):
    """As read on a clock in Québec."""
    shown = at.astimezone(HOME_ZONE)
    minutes = shown.hour * 60 + shown.minute + shown.second / 60
    return any(one.weekday == shown.weekday() and one.start <= minutes < one.end for one in weekly)


def test_the_hour_that_the_clock_skips_is_offered_to_nobody():
    sunday = date(2021, 3, 14)
    assert Hours(6, 120, 180, EARLY).on(sunday) is None
    [(start, end)] = spans_of([Hours(6, 60, 240, EARLY)], [sunday])
    assert end - start == timedelta(hours=2)


@pytest.mark.django_db
class TestOffered:
    @pytest.fixture(autouse=True)
    def _someone(self):
        self.point, self.worker = ServicePointFactory.create(), UserFactory.create()
        works(self.worker, self.point, first=9, last=12)

    def offered(self, *, first=THURSDAY, last=THURSDAY, mode=Mode.PHONE, minutes=60, rooms=(), at=AT):
        wish = Wish(self.worker.pk, self.point.pk, mode, minutes, tuple(room.pk for room in rooms))
        return [
            start.astimezone(HOME_ZONE).strftime("%d %H:%M")
            for start, _ in free_slots(wish, first=first, last=last, at=at)
        ]

    def at(self, hour, quarter=0):
        return datetime(2021, 7, 15, hour, quarter, tzinfo=HOME_ZONE)

    def test_the_hours_are_offered(self):
        assert self.offered() == ["15 09:00", "15 10:00", "15 11:00"]

    def test_nothing_on_a_holiday_nor_in_the_past(self):
        assert self.offered(first=date(2021, 7, 1), last=date(2021, 7, 1), at=AT - timedelta(days=30)) == []
        assert self.offered(first=date(2021, 7, 12), last=date(2021, 7, 14)) == ["14 11:00"]

    def test_neither_absences_nor_planned_appointments_but_cancelled_ones(self):
        AbsenceFactory.create(worker=self.worker, during=span(self.at(9), self.at(9, 30)))
        AppointmentFactory.create(worker=self.worker, during=span(self.at(10, 30), self.at(11)))
        AppointmentFactory.create(
            worker=self.worker,
            during=span(self.at(11), self.at(12)),
            state="off_person",
            decided_at=AT,
            decided_by=self.worker,
        )
        assert self.offered() == ["15 09:30", "15 11:00"]

    def test_a_visit_needs_the_point_open_and_the_room_free(self):
        room = RoomFactory.create(service_point=self.point)
        AppointmentFactory.create(room=room, mode=Mode.PLACE, during=span(self.at(9), self.at(10)))
        assert self.offered(mode=Mode.PLACE, rooms=[room]) == ["15 10:00", "15 11:00"]
        assert self.offered(mode=Mode.PLACE) == ["15 09:00", "15 10:00", "15 11:00"]
        self.point.hours.filter(weekday=3).delete()
        assert self.offered(mode=Mode.PLACE) == []
        assert len(self.offered()) == 3

    def test_one_free_room_is_enough_for_the_whole_slot(self):
        a, b = RoomFactory.create_batch(2, service_point=self.point)
        for room, start, end in ((a, self.at(9), self.at(9, 30)), (b, self.at(9, 30), self.at(10))):
            AppointmentFactory.create(room=room, mode=Mode.PLACE, during=span(start, end))
        # At 9 h each is free half of the hour: that is no room.
        assert self.offered(mode=Mode.PLACE, rooms=[a, b]) == ["15 09:30", "15 10:30"]
        wish = Wish(self.worker.pk, self.point.pk, Mode.PLACE, 60, (a.pk, b.pk))
        assert is_free(wish, self.at(10), AT) and not is_free(wish, self.at(9), AT)
        assert not is_untaken(wish, self.at(9, 15), AT) and is_untaken(wish, self.at(10), AT)

    def test_a_room_is_taken_on_its_days_alone(self):
        from ancrage.territory.dated import from_day

        room = RoomFactory.create(service_point=self.point, during=from_day(date(2021, 7, 16)))
        assert self.offered(mode=Mode.PLACE, rooms=[room]) == []
        assert len(self.offered(mode=Mode.PLACE, rooms=[room], last=date(2021, 7, 16))) == 3
        room.during = from_day(EARLY, date(2021, 7, 16))
        room.save()
        assert self.offered(mode=Mode.PLACE, rooms=[room], first=date(2021, 7, 16), last=date(2021, 7, 16)) == []

    def test_elsewhere_they_do_not_work(self):
        wish = Wish(self.worker.pk, ServicePointFactory.create().pk, Mode.PHONE, 60)
        assert free_slots(wish, first=THURSDAY, last=THURSDAY, at=AT) == []
        assert not is_free(wish, self.at(9), AT)

    def test_hours_hold_for_their_dates(self):
        from ancrage.territory.dated import from_day

        self.worker.working_hours.update(during=from_day(date(2021, 1, 4), THURSDAY))
        assert self.offered() == []
