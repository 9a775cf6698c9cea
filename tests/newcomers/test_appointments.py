from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from ancrage.accounts.models import Notification
from ancrage.agenda.actions import BookingRefused
from ancrage.agenda.models import Appointment, AppointmentState, Mode
from ancrage.audit.models import AuditEntry
from ancrage.newcomers.actions.appointments import book_appointment
from ancrage.newcomers.actions.closing import ClosingRefused, close_case
from ancrage.newcomers.models import CaseAppointment, CircleMember, ClosingReason
from ancrage.newcomers.queries.timeline import timeline
from tests.factories.agenda import START, AppointmentFactory, RoomFactory, span, works
from tests.newcomers.scene import Scene, a_restricted_scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> object:
    with travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    made = a_scene()
    works(made.agent, made.case.service_point)
    return made


def booked(scene: Scene, start: datetime = START, **wish) -> CaseAppointment:
    asked = {"worker": scene.agent, "mode": Mode.PHONE, "minutes": 30, "start": start} | wish
    return book_appointment(case=scene.case, by=scene.agent, at=AT, **asked)


def test_a_slot_is_chosen_among_those_offered(scene) -> None:
    page = text_of(scene.client().get(url("appointment_book", scene.case)))
    assert "jeudi 15 juillet 2021" in page and "8 h 30" in page and "Jours suivants" in page
    address = url("appointment_book", scene.case) + "?mode=phone&minutes=45"
    answer = scene.client().post(address, {"start": START.isoformat(), "subject": "Plan d’action à accepter"})
    assert answer.status_code == 302
    row = CaseAppointment.objects.get(case=scene.case).appointment
    assert (row.starts_at, row.length, row.mode, row.worker) == (START, 45, "phone", scene.agent)
    assert AuditEntry.objects.filter(verb="newcomers.appointment.booked", about__contains=[scene.case.pk]).exists()
    page = text_of(scene.client().get(url("appointments", scene.case)))
    assert "10 h" in page and "45 min" in page and "Plan d’action à accepter" in page
    assert "Prendre rendez-vous" in text_of(scene.client().get(url("case", scene.case)))


def test_a_slot_taken_meanwhile_is_refused_clearly_and_nothing_typed_is_lost(scene) -> None:
    AppointmentFactory.create(worker=scene.agent)
    answer = scene.client().post(
        url("appointment_book", scene.case) + "?mode=phone", {"start": START.isoformat(), "subject": "Bail"}
    )
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Cette plage n’est plus libre" in page and "Bail" in page
    assert not CaseAppointment.objects.exists()


def test_nobody_without_hours_has_slots(scene) -> None:
    page = text_of(scene.client(scene.colleague).get(url("appointment_book", scene.case)))
    assert "Aucune plage libre ces jours-là" in page


def test_a_visit_takes_a_room(scene) -> None:
    room = RoomFactory.create(service_point=scene.case.service_point, name="Salle B")
    address = url("appointment_book", scene.case) + f"?mode=place&room={room.pk}"
    scene.client().post(address, {"start": START.isoformat()})
    assert Appointment.objects.get().room == room
    assert "Salle B" in text_of(scene.client().get(url("case", scene.case)))


def test_whoever_is_booked_by_another_is_told_without_a_name(scene) -> None:
    works(scene.colleague, scene.case.service_point)
    booked(scene, worker=scene.colleague)
    [told] = Notification.objects.filter(user=scene.colleague)
    assert scene.case.person.family_names not in told.text and "10\u00a0h" in told.text


def test_it_is_moved_and_taken_back(scene) -> None:
    tie = booked(scene)
    client, later = scene.client(), START + timedelta(days=1)
    page = text_of(client.get(url("appointment_move", scene.case, tie)))
    assert "Prévu : 15 juillet 2021, 10 h" in page
    client.post(url("appointment_move", scene.case, tie), {"start": later.isoformat()})
    moved = CaseAppointment.objects.get(appointment__state="planned")
    assert moved.appointment.starts_at == later
    client.post(url("appointment_move_undo", scene.case, moved))
    assert CaseAppointment.objects.get() == tie
    tie.appointment.refresh_from_db()
    assert tie.appointment.is_planned


@pytest.mark.parametrize("state", ["off_person", "off_service"])
def test_it_is_cancelled_and_planned_again(scene, state) -> None:
    tie = booked(scene)
    client = scene.client()
    client.post(url("appointment_settle", scene.case, tie), {"state": state})
    tie.appointment.refresh_from_db()
    assert (tie.appointment.state, tie.appointment.decided_by) == (state, scene.agent)
    client.post(url("appointment_again", scene.case, tie))
    tie.appointment.refresh_from_db()
    assert tie.appointment.is_planned


def test_attendance_is_one_click_from_the_day_on(scene) -> None:
    tie = booked(scene, datetime(2021, 7, 14, 15, 0, tzinfo=UTC))
    client = scene.client()
    assert 'value="present"' in client.get(url("appointments", scene.case)).content.decode()
    answer = client.post(url("appointment_settle", scene.case, tie), {"state": "present"}, follow=True)
    assert "La présence est inscrite" in text_of(answer)
    what = [event.what for event in timeline(scene.loaded())]
    assert any(words.endswith("présence") for words in what)
    other = booked(scene)
    assert 'value="present"' not in client.get(url("appointments", scene.case)).content.decode()
    answer = client.post(url("appointment_settle", scene.case, other), {"state": "absent"}, follow=True)
    assert "à partir du jour" in text_of(answer)


def test_what_came_of_it_cannot_be_anything(scene) -> None:
    tie = booked(scene)
    for state in ("moved", "planned", "?"):
        scene.client().post(url("appointment_settle", scene.case, tie), {"state": state})
    tie.appointment.refresh_from_db()
    assert tie.appointment.is_planned


def test_a_closed_dossier_takes_none_and_one_planned_is_not_closed_over(scene) -> None:
    tie, reason = booked(scene), ClosingReason.objects.create(code="x", label_fr="Fin", label_en="End")
    with pytest.raises(ClosingRefused, match="rendez-vous"):
        close_case(case=scene.case, reason=reason, note="", by=scene.agent, at=AT)
    scene.client().post(url("appointment_settle", scene.case, tie), {"state": "off_service"})
    close_case(case=scene.case, reason=reason, note="", by=scene.agent, at=AT)
    with pytest.raises(BookingRefused, match="fermé"):
        booked(scene)


def test_a_restricted_dossier_is_met_by_the_people_named() -> None:
    scene = a_restricted_scene()
    works(scene.colleague, scene.case.service_point)
    works(scene.agent, scene.case.service_point)
    offered = scene.client().get(url("appointment_book", scene.case)).context["asked"].fields["worker"].queryset
    assert list(offered) == [scene.agent]
    CircleMember.objects.create(case=scene.case, user=scene.colleague, since=AT, named_by=scene.agent)
    offered = scene.client().get(url("appointment_book", scene.case)).context["asked"].fields["worker"].queryset
    assert set(offered) == {scene.agent, scene.colleague}


def test_the_same_statements_for_one_and_three(scene) -> None:
    counts = []
    for day in (0, 1, 4):
        booked(scene, START + timedelta(days=day))
        if day == 1:
            continue
        client = scene.client()
        client.get(url("appointments", scene.case))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url("appointments", scene.case)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_everything_decided_is_a_state(scene) -> None:
    row = AppointmentFactory.create(worker=scene.colleague, during=span(START, START + timedelta(hours=1)))
    assert row.get_state_display() == AppointmentState.PLANNED.label
