"""What is planned is never left with someone who no longer meets the person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from ancrage.accounts.access import access_of
from ancrage.accounts.actions.users import leave
from ancrage.accounts.models import Notification
from ancrage.agenda.models import AppointmentState, Mode
from ancrage.newcomers.actions.appointments import book_appointment
from ancrage.newcomers.actions.batches import assign_cases, undo_batch
from ancrage.newcomers.actions.closing import ClosingRefused, close_case
from ancrage.newcomers.actions.requests import take
from ancrage.newcomers.actions.transfer import TransferRefused, transfer_case
from ancrage.newcomers.models import Case, CaseAppointment, ClosingReason, Fate
from ancrage.newcomers.queries.appointments import stranded
from tests.factories.accounts import user_as
from tests.factories.agenda import START, AppointmentFactory, span, works
from tests.factories.newcomers import CaseFactory, CircleMemberFactory
from tests.factories.territory import ServicePointFactory
from tests.newcomers.scene import Scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> object:
    with travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    made = a_scene()
    for one in (made.agent, made.colleague):
        works(one, made.case.service_point)
    return made


@pytest.fixture
def reason() -> ClosingReason:
    return ClosingReason.objects.create(code="plan", label_fr="Plan réalisé", label_en="Plan completed")


def booked(scene: Scene, start: datetime = START, case: Case | None = None, **wish) -> CaseAppointment:
    asked = {"worker": scene.agent, "mode": Mode.PHONE, "minutes": 30, "start": start, "subject": "Bail"} | wish
    return book_appointment(case=case or scene.case, by=scene.agent, at=AT, **asked)


def planned(case: Case) -> list[tuple]:
    rows = case.appointments.filter(appointment__state="planned").order_by("appointment__during")
    return [(tie.appointment.worker, tie.appointment.starts_at) for tie in rows.select_related("appointment__worker")]


def told(user) -> list[str]:
    rows = Notification.objects.filter(user=user, kind="newcomers.appointment")
    return list(rows.order_by("pk").values_list("text", flat=True))


# ── a dossier that closes ──


def test_closing_shows_what_is_planned_and_cancels_it(scene, reason) -> None:
    tie = booked(scene, worker=scene.colleague)
    page = text_of(scene.client().get(url("case_close", scene.case)))
    assert "1 rendez-vous prévu" in page and "15 juillet 2021, 10 h" in page and scene.colleague.full_name in page
    answer = scene.client().post(url("case_close", scene.case), {"reason": reason.pk, "planned": [tie.pk]})
    assert answer.status_code == 302
    tie.appointment.refresh_from_db()
    assert tie.appointment.state == AppointmentState.CANCELLED_BY_SERVICE
    assert "n’est plus à votre agenda" in told(scene.colleague)[-1]
    assert scene.case.person.family_names not in told(scene.colleague)[-1]


def test_what_was_booked_since_the_page_was_read_is_shown_before_it_is_cancelled(scene, reason) -> None:
    seen, unseen = booked(scene), booked(scene, START + timedelta(hours=1))
    answer = scene.client().post(url("case_close", scene.case), {"reason": reason.pk, "planned": [seen.pk]})
    assert answer.status_code == 200
    assert str(unseen.pk) in answer.content.decode()
    assert len(planned(scene.case)) == 2
    with pytest.raises(ClosingRefused, match="encore prévu"):
        close_case(case=scene.case, reason=reason, note="", by=scene.agent, at=AT)


# ── a dossier that goes elsewhere ──


@pytest.fixture
def taker(scene):
    to = ServicePointFactory.create()
    one = user_as("integration_agent", to)
    works(one, to)
    one.point = to
    return one


def transferred(scene: Scene, taker, *, agent=None, **decided) -> None:
    ties = scene.case.appointments.values_list("pk", flat=True)
    asked = {"note": "Voir le plan.", "planned": list(ties), "agent": agent, "to": taker.point} | decided
    transfer_case(case=scene.case, by=scene.agent, at=AT, **asked)


def test_a_transfer_says_what_becomes_of_what_is_planned(scene, taker) -> None:
    booked(scene)
    page = text_of(scene.client().get(url("case_transfer", scene.case)))
    assert "1 rendez-vous prévu" in page and "prévenir" in page
    with pytest.raises(TransferRefused, match="ce que deviennent"):
        transferred(scene, taker)
    with pytest.raises(TransferRefused, match="choisissez à qui"):
        transferred(scene, taker, appointments=Fate.HANDED)
    scene.case.refresh_from_db()
    assert scene.case.service_point != taker.point


def test_handed_over_with_the_dossier(scene, taker) -> None:
    booked(scene)
    transferred(scene, taker, agent=taker, appointments=Fate.HANDED)
    assert planned(scene.case) == [(taker, START)]
    assert "pris avec vous" in told(taker)[0]


def test_all_of_them_or_nothing(scene, taker) -> None:
    booked(scene), booked(scene, START + timedelta(hours=1))
    AppointmentFactory.create(worker=taker)
    with pytest.raises(TransferRefused, match="n’est pas libre le 15"):
        transferred(scene, taker, agent=taker, appointments=Fate.HANDED)
    scene.case.refresh_from_db()
    assert scene.case.service_point != taker.point
    assert len(planned(scene.case)) == 2


def test_cancelled_with_the_transfer_from_the_page(scene, taker) -> None:
    tie = booked(scene)
    answer = scene.client().post(
        url("case_transfer", scene.case),
        {"to": taker.point.pk, "note": "Voir le plan.", "appointments": "cancelled", "planned": [tie.pk]},
    )
    assert answer.status_code == 302
    assert not planned(scene.case)


# ── someone who leaves ──


def test_whoever_closes_the_account_hears_of_what_waits_and_so_does_the_point(scene) -> None:
    booked(scene)
    admin = user_as("system_administrator")
    page = text_of(scene.client(admin).get(reverse("accounts:leave", args=[scene.agent.pk])))
    assert "1 dossier ouvert attend" in page and "1 rendez-vous prévu est à confier" in page
    leave(user=scene.agent, by=admin, at=AT)
    assert f"1 rendez-vous prévu avec {scene.agent.full_name} est à confier" in told(scene.colleague)[0]
    for reader, page in ((scene.colleague, "/mon-agenda/"), (director_of(scene.case), url("team"))):
        assert "Les confier" in text_of(scene.client(reader).get(page))
        assert scene.case.person.full_name in text_of(scene.client(reader).get(url("stranded")))


def test_whoever_takes_the_dossier_meets_the_person_when_free(scene) -> None:
    booked(scene), booked(scene, START + timedelta(hours=1))
    AppointmentFactory.create(worker=scene.colleague)
    leave(user=scene.agent, by=user_as("system_administrator"), at=AT)
    scene.case.refresh_from_db()
    take(case=scene.case, by=scene.colleague, at=AT)
    assert planned(scene.case) == [(scene.agent, START), (scene.colleague, START + timedelta(hours=1))]
    assert stranded(access_of(scene.colleague, AT), AT).get().appointment.starts_at == START


@pytest.mark.parametrize("who", ["colleague", "director"])
def test_one_is_handed_to_whoever_is_free_or_cancelled_and_this_is_undone(scene, who) -> None:
    tie = booked(scene)
    leave(user=scene.agent, by=user_as("system_administrator"), at=AT)
    client = scene.client(director_of(scene.case) if who == "director" else scene.colleague)
    page = text_of(client.get(url("appointment_hand", scene.case, tie)))
    assert scene.colleague.full_name in page
    client.post(url("appointment_hand", scene.case, tie), {"to": str(scene.colleague.pk)})
    assert planned(scene.case) == [(scene.colleague, START)]
    handed = CaseAppointment.objects.get(appointment__state="planned")
    client.post(url("appointment_hand_undo", scene.case, handed))
    assert planned(scene.case) == [(scene.agent, START)]
    client.post(url("appointment_hand", scene.case, tie), {"to": "personne"})
    assert planned(scene.case) == []
    client.post(url("appointment_hand_undo", scene.case, tie))
    assert planned(scene.case) == [(scene.agent, START)]


def test_whoever_is_taken_at_that_hour_is_not_offered(scene) -> None:
    tie = booked(scene)
    AppointmentFactory.create(worker=scene.colleague)
    page = text_of(scene.client(scene.colleague).get(url("appointment_hand", scene.case, tie)))
    assert scene.colleague.full_name not in page.split("<main", 1)[1]
    answer = scene.client().post(url("appointment_hand", scene.case, tie), {"to": str(scene.colleague.pk)})
    assert answer.status_code == 200
    assert planned(scene.case) == [(scene.agent, START)]


def test_given_to_another_with_its_meetings_and_taken_back(scene) -> None:
    booked(scene)
    director = director_of(scene.case)
    kept = assign_cases(cases=[scene.case], to=[scene.colleague], by=director, at=AT, with_appointments=False)
    assert planned(scene.case) == [(scene.agent, START)]
    undo_batch(batch=kept, cases=[scene.case], by=director, at=AT)
    later = AT + timedelta(minutes=1)
    batch = assign_cases(cases=[scene.case], to=[scene.colleague], by=director, at=later)
    assert planned(scene.case) == [(scene.colleague, START)]
    assert "pris avec vous" in told(scene.colleague)[0]
    undo_batch(batch=batch, cases=[scene.case], by=director, at=later + timedelta(minutes=1))
    assert planned(scene.case) == [(scene.agent, START)]


def test_whoever_assigns_is_shown_what_is_planned(scene) -> None:
    booked(scene)
    director = director_of(scene.case)
    page = text_of(scene.client(director).get(url("request_assign", scene.case)))
    assert "1 rendez-vous prévu" in page and "Remettre aussi" in page
    data = {"to": str(scene.colleague.pk), "with_appointments": "on"}
    scene.client(director).post(url("request_assign", scene.case), data)
    assert planned(scene.case) == [(scene.colleague, START)]


# ── who sees what ──


def test_those_of_a_restricted_dossier_wait_for_the_named_alone(scene) -> None:
    case = CaseFactory.create(service_point=scene.case.service_point, is_restricted=True, agent=scene.agent)
    named = user_as("integration_agent", scene.case.service_point)
    for one in (scene.agent, named):
        CircleMemberFactory.create(case=case, user=one)
    tie = booked(scene, case=case)
    leave(user=scene.agent, by=user_as("system_administrator"), at=AT)
    assert stranded(access_of(named, AT), AT).get() == tie
    assert not stranded(access_of(scene.colleague, AT), AT).exists()
    assert told(named) and not told(scene.colleague)
    assert scene.client(scene.colleague).get(url("appointment_hand", case, tie)).status_code == 404


def test_the_same_statements_for_one_and_for_three(scene) -> None:
    booked(scene)

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            scene.client(scene.colleague).get(url("stranded"))
        return len(seen)

    leave(user=scene.agent, by=user_as("system_administrator"), at=AT)
    statements()
    one = statements()
    for hours in (1, 2):
        start = START + timedelta(hours=hours)
        row = AppointmentFactory.create(worker=scene.agent, during=span(start, start + timedelta(minutes=30)))
        CaseAppointment.objects.create(case=CaseFactory.create(service_point=scene.case.service_point), appointment=row)
    assert statements() == one
