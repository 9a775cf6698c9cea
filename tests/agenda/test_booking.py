from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from ancrage.agenda.actions import BookingRefused, book, move, plan_again, settle, undo_move
from ancrage.agenda.models import Appointment, AppointmentState, Mode, PointHours
from ancrage.territory.dated import from_day
from tests.factories.accounts import UserFactory
from tests.factories.agenda import START, AppointmentFactory, RoomFactory, minutes, span, works
from tests.factories.territory import LONG_AGO, ServicePointFactory

AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
LATER = START + timedelta(hours=1)


@pytest.fixture
def point():
    return ServicePointFactory.create()


@pytest.fixture
def worker(point):
    found = UserFactory.create()
    works(found, point)
    return found


def take(worker, point, **wish):
    asked = {"mode": Mode.PHONE, "start": START, "minutes": 60} | wish
    return book(worker=worker, service_point=point, by=worker, at=AT, **asked)


@pytest.mark.django_db
def test_a_worker_is_not_booked_twice(worker, point):
    take(worker, point)
    with pytest.raises(BookingRefused, match="vient d’être prise"):
        take(worker, point, start=START + timedelta(minutes=30))
    take(worker, point, start=LATER)


@pytest.mark.django_db
def test_a_room_is_not_booked_twice(worker, point):
    room, other = RoomFactory.create(service_point=point), UserFactory.create()
    works(other, point)
    take(worker, point, mode=Mode.PLACE, room=room)
    with pytest.raises(BookingRefused, match="Cette salle"):
        take(other, point, mode=Mode.PLACE, room=room)
    take(other, point, mode=Mode.PLACE)


@pytest.mark.django_db
@pytest.mark.parametrize("hour", [3, 23])
def test_nothing_out_of_hours(worker, point, hour):
    with pytest.raises(BookingRefused, match="plus libre"):
        take(worker, point, start=START.replace(hour=hour))


@pytest.mark.django_db
def test_a_room_of_elsewhere_or_for_a_call_is_refused(worker, point):
    with pytest.raises(BookingRefused, match="pas à ce point"):
        take(worker, point, mode=Mode.PLACE, room=RoomFactory.create())
    with pytest.raises(BookingRefused, match="sur place"):
        take(worker, point, room=RoomFactory.create(service_point=point))


@pytest.mark.django_db
def test_the_database_itself_refuses(worker, point):
    take(worker, point)
    for wrong in (
        {"worker": worker},
        {"during": span(START, START)},
        {"state": AppointmentState.PRESENT},
        {"room": RoomFactory.create()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            AppointmentFactory.create(**wrong)


@pytest.mark.django_db
def test_hours_do_not_overlap(point, worker):
    row = PointHours(service_point=point, weekday=3, minutes=minutes(12, 18), during=from_day(LONG_AGO))
    with pytest.raises(ValidationError, match="chevauchent"):
        row.full_clean()


@pytest.mark.django_db
def test_moved_it_leaves_its_slot_and_is_taken_back(worker, point):
    first = take(worker, point)
    wish = {"worker": worker, "service_point": point, "mode": Mode.VIDEO, "minutes": 60}
    second = move(appointment=first, **wish, start=START + timedelta(minutes=30), by=worker, at=AT)
    first.refresh_from_db()
    assert (first.state, second.instead_of, second.mode) == ("moved", first, "video")
    undo_move(appointment=second)
    first.refresh_from_db()
    assert (first.state, first.decided_at) == ("planned", None)
    assert list(Appointment.objects.all()) == [first]


@pytest.mark.django_db
def test_a_move_to_a_taken_slot_changes_nothing(worker, point):
    first, _other = take(worker, point), take(worker, point, start=LATER)
    wish = {"worker": worker, "service_point": point, "mode": Mode.PHONE, "minutes": 60, "start": LATER}
    with pytest.raises(BookingRefused):
        move(appointment=first, **wish, by=worker, at=AT)
    first.refresh_from_db()
    assert first.is_planned


@pytest.mark.django_db
def test_what_came_of_it_is_said_once_and_undone(worker, point):
    row = take(worker, point)
    with pytest.raises(BookingRefused, match="à partir du jour"):
        settle(appointment=row, state=AppointmentState.PRESENT, by=worker, at=AT)
    settle(appointment=row, state=AppointmentState.CANCELLED_BY_PERSON, by=worker, at=AT)
    with pytest.raises(BookingRefused, match="déjà inscrit"):
        settle(appointment=row, state=AppointmentState.PRESENT, by=worker, at=START)
    plan_again(appointment=row)
    settle(appointment=row, state=AppointmentState.PRESENT, by=worker, at=START)
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("present", worker)


@pytest.mark.django_db
def test_a_cancellation_is_not_undone_over_another_appointment(worker, point):
    row = take(worker, point)
    settle(appointment=row, state=AppointmentState.CANCELLED_BY_SERVICE, by=worker, at=AT)
    take(worker, point)
    with pytest.raises(BookingRefused, match="vient d’être prise"):
        plan_again(appointment=row)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_one_is_refused_clearly(worker, point):
    barrier, said = Barrier(2), []

    def run(start):
        try:
            barrier.wait(timeout=10)
            take(worker, point, start=start)
            said.append("")
        except BookingRefused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[start]) for start in (START, START + timedelta(minutes=15))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["", "Cette plage vient d’être prise. Choisissez-en une autre."]
    assert Appointment.objects.count() == 1
