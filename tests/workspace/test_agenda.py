import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from time_machine import travel

from ancrage.accounts.models import User
from ancrage.agenda.models import Absence, CalendarFeed, PointHours, Room, WorkerHours
from ancrage.audit.models import AuditEntry
from tests.factories.accounts import signed_in, user_as
from tests.factories.agenda import START, AbsenceFactory, AppointmentFactory, RoomFactory, span, works
from tests.factories.newcomers import CaseAppointmentFactory, CaseFactory
from tests.factories.territory import ServicePointFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
WEEK = "/mon-agenda/"


@pytest.fixture(autouse=True)
def _now() -> object:
    with travel(AT, tick=False):
        yield


@pytest.fixture
def agent() -> User:
    return user_as("integration_agent", ServicePointFactory.create())


def entered(user: User) -> Client:
    return signed_in(Client(), user)


def words_of(user: User, address: str = WEEK) -> str:
    answer = entered(user).get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def a_meeting(agent: User, start: datetime = START, **fields):
    case = CaseFactory.create(service_point=agent.assignments.get().service_point, agent=agent, **fields)
    during = span(start, start + timedelta(minutes=30))
    return CaseAppointmentFactory.create(case=case, appointment__worker=agent, appointment__during=during)


def test_the_week_holds_hours_meetings_absences_and_names_only_who_may_be_seen(agent: User) -> None:
    works(agent, agent.assignments.get().service_point)
    seen, hidden = a_meeting(agent), a_meeting(agent, START + timedelta(hours=2), is_restricted=True)
    AbsenceFactory.create(worker=agent, during=span(START + timedelta(days=1), START + timedelta(days=1, hours=3)))
    page = words_of(agent)
    for words in ("Semaine du 12 juillet 2021", "8 h 30 – 16 h 30", "10 h", "Occupé", "Absence inscrite"):
        assert words in page
    assert seen.case.person.full_name in page and hidden.case.person.full_name not in page
    [entry] = AuditEntry.objects.filter(verb="newcomers.list.consulted")
    assert entry.about == [seen.case.person_id]


def test_another_week_and_a_week_that_is_none(agent: User) -> None:
    assert "Semaine du 28 juin 2021" in words_of(agent, f"{WEEK}?semaine=2021-07-01")
    assert "Bureau fermé" in words_of(agent, f"{WEEK}?semaine=2021-07-01")
    assert "Semaine du 12 juillet 2021" in words_of(agent, f"{WEEK}?semaine=demain")


def test_the_same_statements_for_one_and_three(agent: User) -> None:
    counts = []
    for n in range(3):
        a_meeting(agent, START + timedelta(hours=n))
        client = entered(agent)
        client.get(WEEK)
        with CaptureQueriesContext(connection) as captured:
            client.get(WEEK)
        counts.append(len(captured))
    assert counts[0] == counts[2] <= 14


def test_an_absence_is_declared_warned_of_taken_away_and_put_back(agent: User) -> None:
    a_meeting(agent)
    client = entered(agent)
    asked = {"first_on": "2021-07-15", "starts": "9 h", "last_on": "2021-07-15", "ends": "12:30"}
    page = client.post(reverse("workspace:absence_add"), asked, follow=True).content.decode()
    assert "1 rendez-vous est prévu pendant cette absence" in page
    kept = Absence.objects.get(worker=agent)
    assert kept.during == span(datetime(2021, 7, 15, 13, tzinfo=UTC), datetime(2021, 7, 15, 16, 30, tzinfo=UTC))
    assert "déjà inscrite" in client.post(reverse("workspace:absence_add"), asked).content.decode()
    page = client.post(reverse("workspace:absence_remove", args=[kept.pk]), follow=True)
    assert not Absence.objects.exists()
    undo = reverse("workspace:absence_again", args=[kept.during.lower.isoformat(), kept.during.upper.isoformat()])
    assert undo in page.content.decode()
    client.post(undo)
    assert Absence.objects.get(worker=agent).during == kept.during


def test_an_absence_names_who_replaces_and_is_put_back_with_them(agent: User) -> None:
    colleague, stranger = user_as("integration_agent", full_name="Luc Roy"), user_as("partner_worker")
    client = entered(agent)
    asked = {"first_on": "2021-07-14", "last_on": "2021-07-15", "replaced_by": str(stranger.pk)}
    assert "de la liste" in client.post(reverse("workspace:absence_add"), asked).content.decode()
    asked["replaced_by"] = str(colleague.pk)
    page = client.post(reverse("workspace:absence_add"), asked, follow=True).content.decode()
    assert re.search(r"remplacement par\s+Luc Roy", page)
    kept = Absence.objects.get(worker=agent)
    page = client.post(reverse("workspace:absence_remove", args=[kept.pk]), follow=True).content.decode()
    undo = re.search(r'action="([^"]*absences/remettre[^"]*)"', page)
    assert undo
    client.post(unescape(undo[1]))
    assert Absence.objects.get(worker=agent).replaced_by == colleague


def test_the_feed_says_busy_and_nothing_else(agent: User) -> None:
    tie = a_meeting(agent)
    tie.appointment.subject = "Violence"
    tie.appointment.save()
    AppointmentFactory.create()
    client = entered(agent)
    made = client.post(reverse("workspace:agenda_address")).context["made"]
    path = "/agenda/" + made.split("/agenda/")[1]
    answer = Client().get(path)
    assert answer["Content-Type"].startswith("text/calendar") and "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
    for secret in (tie.case.person.given_names, tie.case.person.family_names, "Violence", tie.case.reference):
        assert secret not in text
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["SUMMARY"], event["DTSTART"].dt) == ("Occupé", START)
    assert CalendarFeed.objects.get().digest not in path
    assert path not in words_of(agent)


def test_an_address_replaced_or_revoked_or_of_someone_who_left_answers_nothing(agent: User) -> None:
    client = entered(agent)
    first, second = (
        "/agenda/" + client.post(reverse("workspace:agenda_address")).context["made"].split("/agenda/")[1]
        for _ in range(2)
    )
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    User.objects.filter(pk=agent.pk).update(is_active=False)
    assert Client().get(second).status_code == 404
    User.objects.filter(pk=agent.pk).update(is_active=True)
    client.post(reverse("workspace:agenda_address_revoke"))
    assert Client().get(second).status_code == 404


def test_whoever_keeps_the_structure_keeps_hours_and_rooms(agent: User) -> None:
    client, point = entered(user_as("system_administrator")), agent.assignments.get().service_point
    asked = {"weekdays": ["0", "1"], "opens": "8:30", "closes": "12 h", "start": "2021-07-14"}
    client.post(reverse("workspace:point_hours_add", args=[point.pk]), asked)
    client.post(reverse("workspace:worker_hours_add", args=[agent.pk]), asked | {"service_point": str(point.pk)})
    client.post(
        reverse("workspace:room_add", args=[point.pk]), {"name": "Salle B", "seats": "8", "start": "2021-07-14"}
    )
    assert PointHours.objects.count() == WorkerHours.objects.count() == 2
    assert "Salle B" in client.get(reverse("workspace:unit", args=["points", point.pk])).content.decode()
    assert "Mardi" in client.get(reverse("workspace:worker_hours", args=[agent.pk])).content.decode()
    assert agent.full_name in client.get(reverse("workspace:workers")).content.decode()
    again = client.post(reverse("workspace:point_hours_add", args=[point.pk]), asked)
    assert "chevauchent" in again.content.decode()
    backwards = client.post(
        reverse("workspace:point_hours_add", args=[point.pk]), asked | {"opens": "14", "closes": "13"}
    )
    assert "suit l’heure de début" in backwards.content.decode()
    row = PointHours.objects.first()
    client.post(reverse("workspace:hours_end", args=["point", row.pk]), {"before": "2021-08-02"})
    row.refresh_from_db()
    assert row.ends_before == date(2021, 8, 2)


def test_a_room_still_booked_is_not_ended() -> None:
    room = RoomFactory.create()
    AppointmentFactory.create(room=room, mode="place")
    client, there = entered(user_as("system_administrator")), reverse("workspace:hours_end", args=["salle", room.pk])
    assert "déplacez-les" in client.post(there, {"before": "2021-07-15"}).content.decode()
    client.post(there, {"before": "2021-07-16"})
    assert Room.objects.get().ends_before == date(2021, 7, 16)
