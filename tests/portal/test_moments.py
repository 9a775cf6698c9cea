"""The person chooses when to be met, among what their worker has left; changes and cancels within the delay."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from ancrage.accounts.models import Notification
from ancrage.agenda.actions import BookingRefused
from ancrage.agenda.models import Appointment, AppointmentState, Mode
from ancrage.audit.models import AuditEntry
from ancrage.newcomers.actions.moments import MomentRefused, choose_moment, withdraw_moment
from ancrage.newcomers.models import CaseAppointment, ChoiceDelay, MomentOffer
from ancrage.newcomers.queries.moments import choice_offered, moments
from ancrage.territory.dated import from_day
from tests.factories.agenda import START, AppointmentFactory, RoomFactory, span, works
from tests.factories.newcomers import CaseAppointmentFactory, CaseFactory, MomentOfferFactory
from tests.factories.portal import SpaceFactory
from tests.factories.territory import LONG_AGO
from tests.newcomers.scene import Scene, a_restricted_scene, a_scene, text_of, url
from tests.portal.reading import Own

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
LATER = START + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    made = a_scene()
    works(made.agent, made.case.service_point)
    return made


@pytest.fixture
def leila(scene) -> Own:
    return Own(SpaceFactory.create(person=scene.case.person), scene.case)


def offer_to(scene: Scene, **fields) -> MomentOffer:
    return MomentOfferFactory.create(case=scene.case, worker=scene.agent, **fields)


def take(leila: Own, start: datetime = START, query: str = "") -> str:
    answer = leila.client.post(reverse("portal:choose") + query, {"start": start.isoformat()}, follow=True)
    assert answer.status_code == 200
    return text_of(answer)


def chosen(scene: Scene) -> Appointment:
    return CaseAppointment.objects.get(case=scene.case, appointment__state="planned").appointment


def notified(scene: Scene) -> list[str]:
    rows = Notification.objects.filter(user=scene.agent).order_by("pk")
    return [one.text.replace("\u00a0", " ") for one in rows]


def test_two_taps_take_a_free_moment(scene, leila) -> None:
    offer_to(scene, subject="OBJET-DU-PERSONNEL")
    page = leila.page("/mon-plan/")
    assert "Choisissez quand venir" in page and "30 minutes" in page and scene.agent.full_name in page
    page = leila.page("/mon-plan/moments/")
    assert "jeudi 15 juillet 2021" in page and "10 h" in page and "Jours suivants" in page
    page = take(leila)
    assert "Votre rendez-vous est pris" in page and "Choisissez quand venir" not in page
    assert "OBJET-DU-PERSONNEL" not in page
    row = chosen(scene)
    assert (row.starts_at, row.length, row.mode, row.worker) == (START, 30, "phone", scene.agent)
    assert (row.subject, row.booked_by) == ("OBJET-DU-PERSONNEL", leila.user)
    assert notified(scene) == ["Un rendez-vous est pris avec vous : 15 juillet 2021, 10 h."]
    verbs = AuditEntry.objects.filter(about__contains=[scene.case.pk], actor=leila.user.actor_ref)
    assert {"newcomers.moment.chosen", "newcomers.appointment.booked"} <= set(verbs.values_list("verb", flat=True))


def test_staff_sees_it_and_may_undo_what_was_changed(scene, leila) -> None:
    offer_to(scene)
    take(leila)
    page = text_of(scene.client().get(url("appointments", scene.case)))
    assert "Moment choisi par la personne" in page
    assert "Rendez-vous pris : 15 juillet, 10 h" in text_of(scene.client().get(url("case", scene.case)))
    tie = CaseAppointment.objects.get()
    leila.client.post(reverse("portal:choose_instead", args=[tie.pk]), {"start": LATER.isoformat()})
    moved = CaseAppointment.objects.get(appointment__state="planned")
    page = text_of(scene.client().get(url("appointments", scene.case)))
    assert "Moment changé par la personne" in page and "Remettre à la première heure" in page
    scene.client().post(url("appointment_move_undo", scene.case, moved))
    assert chosen(scene).starts_at == START
    # The offer is still taken: nothing is to be chosen anew.
    assert MomentOffer.objects.get().tie == tie
    assert "Choisissez quand venir" not in leila.page("/mon-plan/")


def test_only_what_is_free_and_nothing_of_anyone_else(scene, leila) -> None:
    other = CaseFactory.create(service_point=scene.case.service_point)
    taken = AppointmentFactory.create(worker=scene.agent, subject="RENCONTRE-D-AUTRUI")
    CaseAppointmentFactory.create(case=other, appointment=taken)
    offer_to(scene)
    page = leila.page("/mon-plan/moments/")
    assert f'value="{START.isoformat()}"' not in page and f'value="{LATER.isoformat()}"' in page
    for hidden in ("RENCONTRE-D-AUTRUI", other.person.full_name, other.reference, scene.case.reference):
        assert hidden not in page


def test_whoever_comes_second_is_told_and_sees_what_is_left(scene, leila) -> None:
    offer_to(scene)
    AppointmentFactory.create(worker=scene.agent)
    page = take(leila)
    assert "Quelqu’un vient de prendre ce moment" in page
    assert f'value="{START.isoformat()}"' not in page and f'value="{LATER.isoformat()}"' in page
    assert not CaseAppointment.objects.filter(case=scene.case).exists()


@pytest.mark.parametrize("start", [START + timedelta(minutes=7), START - timedelta(days=1), START + timedelta(days=30)])
def test_no_moment_is_made_up(start, scene, leila) -> None:
    offer_to(scene)
    assert "Voici ceux qui restent" in take(leila, start)
    assert not CaseAppointment.objects.exists()


def test_a_way_that_is_offered(scene, leila) -> None:
    offer_to(scene, modes=["place", "video"])
    assert "Par vidéo" in leila.page("/mon-plan/moments/")
    take(leila, query="?mode=phone")
    assert chosen(scene).mode == Mode.PLACE


def a_visit(case, worker, *, minutes: int = 30, **fields) -> Appointment:
    """Planned on Thursday at 10 h, at the dossier's service point."""
    during = span(START, START + timedelta(minutes=minutes))
    point = case.service_point
    return AppointmentFactory.create(worker=worker, service_point=point, mode="place", during=during, **fields)


def test_the_visit_takes_the_room_that_was_offered_and_says_where(scene, leila) -> None:
    room = RoomFactory.create(service_point=scene.case.service_point, name="Salle Fleuve")
    offer_to(scene, modes=["place", "phone"], room=room)
    a_visit(scene.case, scene.colleague, room=room)
    page = leila.page("/mon-plan/moments/?mode=place")
    assert f'value="{START.isoformat()}"' not in page and f'value="{LATER.isoformat()}"' in page
    assert f'value="{START.isoformat()}"' in leila.page("/mon-plan/moments/?mode=phone")
    page = take(leila, LATER, "?mode=place")
    assert "Votre rendez-vous est pris" in page and "Salle Fleuve" in page
    assert chosen(scene).room == room
    assert "Salle Fleuve" in text_of(scene.client().get(url("appointments", scene.case)))
    # By phone instead, no room is kept from others.
    tie = CaseAppointment.objects.get(case=scene.case)
    leila.client.post(reverse("portal:choose_instead", args=[tie.pk]) + "?mode=phone", {"start": START.isoformat()})
    assert (chosen(scene).mode, chosen(scene).room) == ("phone", None)


def test_whichever_room_is_free(scene, leila) -> None:
    point = scene.case.service_point
    first, second = (RoomFactory.create(service_point=point, name=name) for name in ("Salle A", "Salle B"))
    offer_to(scene, modes=["place"], any_room=True)
    a_visit(scene.case, scene.colleague, room=first)
    take(leila)
    assert chosen(scene).room == second
    tie = CaseAppointment.objects.get(case=scene.case)
    leila.client.post(reverse("portal:choose_instead", args=[tie.pk]), {"start": LATER.isoformat()})
    assert (chosen(scene).starts_at, chosen(scene).room) == (LATER, first)


def test_no_room_left_is_no_moment(scene, leila) -> None:
    room = RoomFactory.create(service_point=scene.case.service_point)
    offer_to(scene, modes=["place"], any_room=True)
    a_visit(scene.case, scene.colleague, room=room, minutes=60)
    page = take(leila)
    assert "Quelqu’un vient de prendre ce moment" in page
    assert f'value="{START.isoformat()}"' not in page and f'value="{LATER.isoformat()}"' in page


def test_the_room_of_a_point_that_the_dossier_left_is_another_there(scene, leila) -> None:
    away = RoomFactory.create()
    offer_to(scene, modes=["place"], room=away)
    here = RoomFactory.create(service_point=scene.case.service_point)
    take(leila)
    assert chosen(scene).room == here


@pytest.mark.parametrize("rooms", [1, 3])
def test_more_rooms_ask_for_no_more_statements(rooms, scene, leila, django_assert_num_queries) -> None:
    RoomFactory.create_batch(rooms, service_point=scene.case.service_point)
    offer = offer_to(scene, modes=["place"], any_room=True)
    choice = choice_offered(offer)
    with django_assert_num_queries(8):
        assert moments(scene.case, choice, Mode.PLACE, None, AT).days


def test_the_delay_is_kept(scene, leila) -> None:
    offer = offer_to(scene)
    ChoiceDelay.objects.create(hours=26, during=from_day(LONG_AGO))
    assert f'value="{START.isoformat()}"' not in leila.page("/mon-plan/moments/")
    with pytest.raises(BookingRefused):
        choose_moment(offer=offer, mode=Mode.PHONE, start=START, by=leila.user, at=AT)
    take(leila, START + timedelta(days=1))
    tie = CaseAppointment.objects.get()
    assert "Annuler ce rendez-vous" in leila.page("/mon-plan/")
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        leila.client.force_login(leila.user)
        page = leila.page("/mon-plan/")
        assert "Annuler ce rendez-vous" not in page and "Choisir un autre moment" not in page
        assert "Demander un autre moment" in page
        assert "Rien n’a été changé" in leila.post("cancel", tie)
        assert "Il n’y a plus rien à choisir" in leila.post("choose_instead", tie, start=LATER.isoformat())
    assert chosen(scene).starts_at == START + timedelta(days=1)


def test_cancelled_by_the_person_then_taken_back(scene, leila) -> None:
    offer_to(scene)
    take(leila)
    tie = CaseAppointment.objects.get()
    page = leila.post("cancel", tie)
    assert "Le rendez-vous est annulé" in page and "Le reprendre" in page
    tie.appointment.refresh_from_db()
    assert (tie.appointment.state, tie.appointment.decided_by) == (AppointmentState.CANCELLED_BY_PERSON, leila.user)
    assert notified(scene)[1] == "Un rendez-vous n’est plus à votre agenda : 15 juillet 2021, 10 h."
    staff = text_of(scene.client().get(url("case", scene.case)))
    assert "Rendez-vous : 15 juillet, 10 h, annulé par la personne" in staff
    leila.post("cancel_undo", tie)
    assert chosen(scene).starts_at == START and len(notified(scene)) == 3
    # Someone took it meanwhile.
    leila.post("cancel", tie)
    AppointmentFactory.create(worker=scene.agent)
    assert "Quelqu’un vient de prendre ce moment" in leila.post("cancel_undo", tie)


def test_what_staff_planned_is_not_cancelled_here_and_is_changed_once_asked(scene, leila) -> None:
    room = RoomFactory.create(service_point=scene.case.service_point)
    row = AppointmentFactory.create(
        worker=scene.agent, service_point=scene.case.service_point, mode="place", room=room, subject="Bail"
    )
    tie = CaseAppointmentFactory.create(case=scene.case, appointment=row)
    page = leila.page("/mon-plan/")
    assert "Annuler ce rendez-vous" not in page and "Choisir un autre moment" not in page
    assert "Rien n’a été changé" in leila.post("cancel", tie)
    assert "Il n’y a plus rien à choisir" in leila.post("choose_instead", tie, start=LATER.isoformat())
    leila.client.post(reverse("portal:move", args=[tie.pk]), {"reason": "Je travaille"})
    assert "Choisir un autre moment" in leila.page("/mon-plan/")
    leila.post("choose_instead", tie, start=LATER.isoformat())
    moved = chosen(scene)
    assert (moved.starts_at, moved.room, moved.subject, moved.instead_of) == (LATER, room, "Bail", row)
    assert notified(scene)[-1] == "Un rendez-vous n’est plus à votre agenda : 15 juillet 2021, 10 h."


def test_another_s_appointment_is_not_there(leila) -> None:
    tie = CaseAppointmentFactory.create()
    for name in ("choose_instead", "cancel", "cancel_undo"):
        assert leila.client.post(reverse(f"portal:{name}", args=[tie.pk])).status_code == 404


def test_nothing_offered_or_no_longer_leads_back_to_the_plan(scene, leila) -> None:
    assert "Il n’y a plus rien à choisir" in take(leila)
    offer = offer_to(scene)
    withdraw_moment(offer=offer, by=scene.agent, at=AT)
    assert "Il n’y a plus rien à choisir" in take(leila)
    with pytest.raises(MomentRefused):
        choose_moment(offer=offer, mode=Mode.PHONE, start=START, by=leila.user, at=AT)
    offer_to(scene, until=AT.date() - timedelta(days=1))
    assert "Choisissez quand venir" not in leila.page("/mon-plan/")


def test_nothing_is_free_with_someone_who_no_longer_meets_them(leila, scene) -> None:
    away = a_restricted_scene()
    works(away.agent, scene.case.service_point)
    MomentOfferFactory.create(case=scene.case, worker=away.agent)
    assert "Aucun moment libre pour l’instant" in leila.page("/mon-plan/moments/")


def test_in_arabic_the_hours_stay_readable(scene, leila) -> None:
    offer_to(scene)
    page = leila.page("/mon-plan/moments/?langue=ar")
    assert "اختيار وقت" in page and "<bdi>10:00</bdi>" in page and 'dir="rtl"' in page


@pytest.mark.django_db(transaction=True)
def test_two_persons_at_once_one_has_it(scene) -> None:
    other = CaseFactory.create(service_point=scene.case.service_point)
    offers = [offer_to(scene), MomentOfferFactory.create(case=other, worker=scene.agent)]
    assert at_once(offers, Mode.PHONE) == ["refused", "taken"]
    assert Appointment.objects.filter(during=span(START, START + timedelta(minutes=30))).count() == 1
    assert MomentOffer.objects.waiting().count() == 1


@pytest.mark.parametrize(("count", "said"), [(1, ["refused", "taken"]), (2, ["taken", "taken"])])
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_for_the_last_room(count, said, scene) -> None:
    """With another room, whoever comes second has that one."""
    other, point = CaseFactory.create(service_point=scene.case.service_point), scene.case.service_point
    works(scene.colleague, point)
    rooms = RoomFactory.create_batch(count, service_point=point)
    offers = [
        MomentOfferFactory.create(case=case, worker=worker, modes=["place"], any_room=True)
        for case, worker in ((scene.case, scene.agent), (other, scene.colleague))
    ]
    assert at_once(offers, Mode.PLACE) == said
    assert list(Appointment.objects.order_by("room__name").values_list("room", flat=True)) == [
        room.pk for room in rooms
    ]


def at_once(offers: list[MomentOffer], mode: Mode) -> list[str]:
    """What each is told who takes the same hour."""
    users = [
        SpaceFactory.create(person=offer.case.person, email=f"{n}@exemple.ca").user for n, offer in enumerate(offers)
    ]
    barrier, said = Barrier(2), []

    def run(offer, user):
        try:
            barrier.wait(timeout=30)
            choose_moment(offer=offer, mode=mode, start=START, by=user, at=AT)
            said.append("taken")
        except BookingRefused:
            said.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in zip(offers, users, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)
