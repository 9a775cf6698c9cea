"""When something new awaits in Mon plan, the person is told that it does: once a day until they come, and if it is safe."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from ancrage.agenda.models import Mode
from ancrage.audit.models import AuditEntry
from ancrage.core.clock import HOME_ZONE
from ancrage.messaging.actions import deliver
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.actions.appointments import book_appointment, move_appointment, settle_appointment
from ancrage.newcomers.actions.batches import write_to
from ancrage.newcomers.actions.moments import choose_moment, offer_moment
from ancrage.newcomers.actions.plan import hand_over, make_version
from ancrage.newcomers.models import Person
from ancrage.portal.models import Space, SpaceTelling
from tests.factories.agenda import START, works
from tests.factories.newcomers import PersonFactory
from tests.factories.plans import PlanActionFactory
from tests.factories.portal import SpaceFactory
from tests.newcomers.scene import Scene, a_scene
from tests.portal.reading import Own

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
TO = "elle@exemple.ca"


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    made = a_scene(person=PersonFactory.create(email=TO, contact_way="email"))
    works(made.agent, made.case.service_point)
    return made


@pytest.fixture
def leila(scene) -> Own:
    return Own(SpaceFactory.create(person=scene.case.person, email=TO), scene.case)


def booked(scene: Scene, start: datetime = START, at: datetime = AT):
    wish = {"worker": scene.agent, "mode": Mode.PHONE, "minutes": 30, "start": start, "subject": "Violence"}
    return book_appointment(case=scene.case, by=scene.agent, at=at, **wish)


def offered(scene: Scene):
    wish = {"worker": scene.agent, "modes": ["phone"], "minutes": 30, "until": START.date(), "subject": "Violence"}
    return offer_moment(case=scene.case, **wish, by=scene.agent, at=AT)


def handed_over(scene: Scene) -> None:
    PlanActionFactory.create(goal__need__plan=scene.case.plan)
    version = make_version(case=scene.loaded(), expected_revision=scene.case.plan.revision, by=scene.agent, at=AT)
    hand_over(case=scene.loaded(), version=version, on=AT.date(), by=scene.agent, at=AT)


def written() -> list[OutgoingMessage]:
    return list(OutgoingMessage.objects.filter(about_type="portal.spacetelling").order_by("created_at", "pk"))


def sent(message: OutgoingMessage, at: datetime = AT) -> str:
    deliver(message.pk, at=at)
    message.refresh_from_db()
    return message.state


@pytest.mark.parametrize("what", [booked, offered, handed_over], ids=lambda one: one.__name__)
def test_what_is_new_is_told_and_nothing_of_it(what, scene, leila, mailoutbox) -> None:
    what(scene)
    [message] = written()
    assert message.to == TO and "Quelque chose de nouveau vous attend" in message.body and "/mon-plan/" in message.body
    for word in ("Violence", scene.agent.full_name, scene.case.reference, leila.case.person.given_names):
        assert word not in message.subject + message.body
    assert sent(message) == "sent" and len(mailoutbox) == 1
    assert AuditEntry.objects.get(verb="portal.space.told").about == [scene.case.pk, scene.case.person_id]


def test_once_a_day_until_they_come(scene, leila) -> None:
    tie = booked(scene)
    wish = {"worker": scene.agent, "mode": Mode.PHONE, "minutes": 30, "start": START + timedelta(hours=2)}
    tie = move_appointment(tie=tie, by=scene.agent, at=AT + timedelta(hours=1), **wish)
    assert len(written()) == 1
    # They come: what is new after that is told.
    with time_machine.travel(AT + timedelta(hours=2), tick=False):
        leila.client.force_login(leila.user)
        leila.page("/mon-plan/")
    settle_appointment(tie=tie, state="off_service", by=scene.agent, at=AT + timedelta(hours=3))
    assert len(written()) == 2
    # Nothing was seen since: the next day, and not before.
    booked(scene, START + timedelta(days=4), AT + timedelta(hours=4))
    assert len(written()) == 2
    booked(scene, START + timedelta(days=5), AT + timedelta(days=1))
    assert len(written()) == 3


@pytest.mark.parametrize("why", ["no_writing", "no_message", "phone", "in_person", "no_address", "closed", "no_space"])
def test_not_to_whom_it_is_not_safe(why, scene) -> None:
    person = {
        "no_writing": {"may_write": False},
        "no_message": {"may_leave_message": False},
        "no_address": {"email": ""},
        "phone": {"contact_way": "phone"},
        "in_person": {"contact_way": "in_person"},
    }
    Person.objects.filter(pk=scene.case.person_id).update(**person.get(why, {"email": TO}))
    if why != "no_space":
        SpaceFactory.create(person=scene.case.person, email=TO, closed_at=AT if why == "closed" else None)
    booked(scene)
    assert written() == []


@pytest.mark.parametrize("why", ["no_writing", "closed", "came"])
def test_already_queued_it_is_not_sent_once_it_no_longer_holds(why, scene, leila, mailoutbox) -> None:
    booked(scene)
    [message] = written()
    if why == "no_writing":
        Person.objects.filter(pk=scene.case.person_id).update(may_write=False)
    elif why == "closed":
        Space.objects.update(closed_at=AT)
    else:
        with time_machine.travel(AT + timedelta(minutes=1), tick=False):
            leila.client.force_login(leila.user)
            leila.page("/mon-plan/")
    assert sent(message) == "withdrawn" and mailoutbox == []


@pytest.mark.parametrize(
    ("hours", "hour", "waits"),
    [
        ("any", 3, None),
        ("morning", 10, None),
        ("morning", 7, 1),
        ("morning", 12, 20),
        ("evening", 10, 7),
        ("afternoon", 17, 19),
    ],
)
def test_it_arrives_at_an_hour_that_is_safe(hours, hour, waits, scene, leila) -> None:
    """In Québec, whatever the hour at which it is written."""
    at = datetime(2021, 7, 13, hour, 0, tzinfo=HOME_ZONE)
    Space.objects.update(write_hours=hours)
    booked(scene, at=at)
    [message] = written()
    assert hours_left(message) == waits


def test_written_to_with_others_it_is_at_that_hour_too(scene, leila) -> None:
    Space.objects.update(write_hours="evening")
    write_to(cases=[scene.case], by=scene.agent, at=datetime(2021, 7, 13, 10, 0, tzinfo=HOME_ZONE))
    assert hours_left(OutgoingMessage.objects.get()) == 7


def hours_left(message: OutgoingMessage) -> int | None:
    job = ProcrastinateJob.objects.get(args={"message_id": str(message.pk)})
    left = job.scheduled_at - datetime.now(UTC) if job.scheduled_at else None
    return left and round(left / timedelta(hours=1))


def test_of_what_they_did_themselves_they_know(scene, leila) -> None:
    offer = offered(scene)
    OutgoingMessage.objects.all().delete()
    SpaceTelling.objects.all().delete()
    choose_moment(offer=offer, mode=Mode.PHONE, start=START + timedelta(minutes=30), by=leila.user, at=AT)
    assert written() == []


def test_the_database_holds_that_it_is_once(leila) -> None:
    SpaceTelling.objects.create(space=leila.space, day=AT.date(), told_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        SpaceTelling.objects.create(space=leila.space, day=AT.date(), told_at=AT)
