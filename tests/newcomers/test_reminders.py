"""The person is reminded of an appointment: once, when they may be written to, and of nothing but its hour."""

from datetime import UTC, date, datetime, timedelta

import pytest
from time_machine import travel

from ancrage.accounts.models import Notification
from ancrage.agenda.actions.groups import add_block, cancel_block, open_cohort
from ancrage.agenda.models import GroupKind, Mode
from ancrage.audit.models import AuditEntry
from ancrage.core.actors import JobActor
from ancrage.messaging.actions import deliver
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.actions import reminders
from ancrage.newcomers.actions.appointments import (
    book_appointment,
    move_appointment,
    plan_appointment_again,
    settle_appointment,
)
from ancrage.newcomers.actions.groups import inscribe, withdraw
from ancrage.newcomers.jobs import remind_of_appointments
from ancrage.newcomers.models import AppointmentReminder, CaseAppointment, ContactWay, Person, ReminderDelay
from ancrage.newcomers.queries.reminders import to_remind
from ancrage.territory.dated import from_day
from tests.factories.agenda import START, works
from tests.factories.newcomers import CaseFactory, PersonFactory, ServiceLanguageFactory
from tests.newcomers.scene import Scene, a_scene

pytestmark = pytest.mark.django_db
BOOKED, DAY_BEFORE = datetime(2021, 7, 12, 14, 0, tzinfo=UTC), START - timedelta(hours=23)


@pytest.fixture
def scene() -> Scene:
    ReminderDelay.objects.create(hours=24, during=from_day(date(2019, 7, 1)))
    made = a_scene()
    works(made.agent, made.case.service_point)
    person = made.case.person
    person.email, person.contact_way = "elle@exemple.ca", ContactWay.EMAIL
    person.save()
    return made


def booked(scene: Scene, *, at: datetime = BOOKED, start: datetime = START) -> CaseAppointment:
    wish = {"worker": scene.agent, "mode": Mode.PHONE, "minutes": 30, "start": start, "subject": "Violence"}
    return book_appointment(case=scene.case, by=scene.agent, at=at, **wish)


def run(at: datetime = DAY_BEFORE) -> list[OutgoingMessage]:
    with travel(at, tick=False):
        remind_of_appointments(0)
    return list(OutgoingMessage.objects.order_by("pk"))


def test_it_says_that_an_appointment_awaits_with_its_hour_and_nothing_else(scene) -> None:
    booked(scene)
    [message] = run()
    assert (message.to, message.language) == ("elle@exemple.ca", "fr")
    said = (message.subject + message.body).replace("\u00a0", " ")
    assert "Un rendez-vous vous attend : jeudi 15 juillet 2021, 10 h." in said
    case = scene.case
    for word in (case.person.family_names, case.reference, case.service_point.name, scene.agent.full_name, "Violence"):
        assert word not in said
    assert "http" not in said
    assert AuditEntry.objects.get(verb="newcomers.reminder.written").about[0] == case.pk


@pytest.mark.parametrize(
    ("language", "said"), [("spa", "jueves 15 de julio de 2021, 10:00"), ("eng", "Thursday"), ("ara", "10:00")]
)
def test_beside_french_in_the_language_of_service(scene, language, said) -> None:
    ServiceLanguageFactory.create(person=scene.case.person, language=language)
    booked(scene)
    [message] = run()
    assert "juillet" in message.body and said in message.body


def test_run_twice_or_every_ten_minutes_it_is_written_once(scene) -> None:
    booked(scene)
    run(), run()
    assert len(run(DAY_BEFORE + timedelta(minutes=10))) == 1
    assert AppointmentReminder.objects.count() == 1


def test_killed_halfway_it_is_written_once_at_the_next_run(scene, monkeypatch) -> None:
    booked(scene)

    def killed(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reminders, "remind", killed)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert not AppointmentReminder.objects.exists()
    monkeypatch.undo()
    [wanted] = to_remind(DAY_BEFORE)
    assert len(run()) == 1
    assert reminders.write_reminder(wanted=wanted, by=JobActor("newcomers.remind"), at=DAY_BEFORE) is None


@pytest.mark.parametrize("why", ["phone", "no_message", "no_address", "cancelled", "early", "over", "late_booking"])
def test_none_when_it_is_not_safe_nor_useful(scene, why) -> None:
    person, at = scene.case.person, DAY_BEFORE
    match why:
        case "phone":
            person.contact_way = ContactWay.PHONE
        case "no_message":
            person.may_leave_message = False
        case "no_address":
            person.email = ""
        case "early":
            at = START - timedelta(hours=25)
        case "over":
            at = START + timedelta(minutes=1)
    person.save()
    tie = booked(scene, at=START - timedelta(hours=3) if why == "late_booking" else BOOKED)
    if why == "cancelled":
        settle_appointment(tie=tie, state="off_person", by=scene.agent, at=BOOKED)
    assert run(START - timedelta(hours=2) if why == "late_booking" else at) == []


def test_moved_it_is_written_of_again(scene) -> None:
    tie = booked(scene)
    assert len(run()) == 1
    wish = {"worker": scene.agent, "mode": Mode.PHONE, "minutes": 30, "start": START + timedelta(days=4)}
    move_appointment(tie=tie, by=scene.agent, at=DAY_BEFORE, **wish)
    assert len(run(START + timedelta(days=3, hours=2))) == 2


def test_whoever_has_a_seat_in_a_group_is_reminded_of_each_block_and_not_whoever_waits(scene) -> None:
    kind = GroupKind.objects.create(code="oi", label_fr="Objectif Intégration", required_blocks=1)
    asked = {"kind": kind, "title": "Été", "service_point": scene.case.service_point, "language": "fr"}
    cohort = open_cohort(**asked, seats=1, required_blocks=1, by=scene.agent, at=BOOKED)
    wish = {"worker": scene.agent, "mode": Mode.VIDEO, "minutes": 180, "topic": "Violence"}
    for days in (0, 7):
        add_block(cohort=cohort, **wish, start=START + timedelta(days=days), by=scene.agent, at=BOOKED)
    inscribe(case=scene.case, cohort=cohort, by=scene.agent, at=BOOKED)
    person = PersonFactory.create(email="file@exemple.ca", contact_way=ContactWay.EMAIL)
    inscribe(case=CaseFactory.create(person=person), cohort=cohort, by=scene.agent, at=BOOKED)
    [message] = run()
    assert message.to == "elle@exemple.ca" and "Violence" not in message.body
    assert len(run(DAY_BEFORE + timedelta(days=7))) == 2


def test_without_a_delay_in_force_nobody_is_written_to(scene) -> None:
    ReminderDelay.objects.all().delete()
    booked(scene)
    assert run() == []


def test_the_worker_hears_nothing_of_it(scene) -> None:
    booked(scene)
    run()
    assert not Notification.objects.exists()


def sent(message: OutgoingMessage, at: datetime = DAY_BEFORE) -> str:
    """What becomes of a message when the queue comes to it."""
    deliver(message.pk, at=at)
    message.refresh_from_db()
    return message.state


@pytest.mark.parametrize("why", ["cancelled", "moved", "over", "no_writing", "phone"])
def test_already_queued_it_is_not_sent_once_it_no_longer_holds(scene, why, mailoutbox) -> None:
    tie, at = booked(scene), DAY_BEFORE
    [message] = run()
    match why:
        case "cancelled":
            settle_appointment(tie=tie, state="off_service", by=scene.agent, at=at)
        case "moved":
            wish = {"worker": scene.agent, "mode": Mode.PHONE, "minutes": 30, "start": START + timedelta(days=4)}
            move_appointment(tie=tie, by=scene.agent, at=at, **wish)
        case "over":
            at = START
        case "no_writing":
            Person.objects.filter(pk=scene.case.person_id).update(may_write=False)
        case "phone":
            Person.objects.filter(pk=scene.case.person_id).update(contact_way=ContactWay.PHONE)
    assert sent(message, at) == "withdrawn"
    assert mailoutbox == []
    # Tried again, it stays so.
    assert sent(message, at) == "withdrawn"


def test_already_queued_it_is_sent_while_it_holds(scene, mailoutbox) -> None:
    booked(scene)
    [message] = run()
    assert sent(message) == "sent" and len(mailoutbox) == 1


def test_planned_again_the_person_is_reminded_after_all(scene, mailoutbox) -> None:
    tie = booked(scene)
    [message] = run()
    settle_appointment(tie=tie, state="off_person", by=scene.agent, at=DAY_BEFORE)
    assert sent(message) == "withdrawn"
    plan_appointment_again(tie=tie, by=scene.agent, at=DAY_BEFORE)
    _first, second = run(DAY_BEFORE + timedelta(minutes=10))
    assert sent(second) == "sent" and len(mailoutbox) == 1


def test_a_block_cancelled_or_a_seat_given_up_is_not_reminded_of(scene, mailoutbox) -> None:
    kind = GroupKind.objects.create(code="oi", label_fr="Objectif Intégration", required_blocks=1)
    asked = {"kind": kind, "title": "Été", "service_point": scene.case.service_point, "language": "fr"}
    cohort = open_cohort(**asked, seats=2, required_blocks=1, by=scene.agent, at=BOOKED)
    wish = {"worker": scene.agent, "mode": Mode.VIDEO, "minutes": 60, "topic": "Logement"}
    block = add_block(cohort=cohort, **wish, start=START, by=scene.agent, at=BOOKED)
    seat = inscribe(case=scene.case, cohort=cohort, by=scene.agent, at=BOOKED)
    other = CaseFactory.create(person=PersonFactory.create(email="autre@exemple.ca", contact_way=ContactWay.EMAIL))
    inscribe(case=other, cohort=cohort, by=scene.agent, at=BOOKED)
    first, second = run()
    withdraw(inscription=seat, by=scene.agent, at=DAY_BEFORE)
    assert sent(first if first.to == "elle@exemple.ca" else second) == "withdrawn"
    cancel_block(block=block, by=scene.agent, at=DAY_BEFORE)
    assert {sent(first), sent(second)} == {"withdrawn"}
    assert mailoutbox == []
