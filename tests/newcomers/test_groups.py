"""Group sessions: seats and the line, who came, the attestation, and who knows whom."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from ancrage.accounts.access import access_of
from ancrage.accounts.actions.users import leave
from ancrage.accounts.models import Notification
from ancrage.agenda.actions import BookingRefused, book
from ancrage.agenda.actions.groups import CohortRefused, add_block, cancel_block, change_block, open_cohort
from ancrage.agenda.models import Block, CalendarFeed, Cohort, GroupKind, Mode
from ancrage.agenda.queries.feeds import busy
from ancrage.audit.models import AuditEntry
from ancrage.newcomers.actions.closing import close_case
from ancrage.newcomers.actions.groups import GroupRefused, attest, inscribe, inscribe_again, note_attendance, withdraw
from ancrage.newcomers.models import Attendance, Case, CircleMember, ClosingReason, Inscription
from ancrage.newcomers.queries.groups import roll_of
from ancrage.newcomers.queries.timeline import timeline
from tests.factories.accounts import user_as
from tests.factories.agenda import START, RoomFactory, works
from tests.factories.newcomers import CaseFactory
from tests.factories.territory import ServicePointFactory
from tests.newcomers.scene import Scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db
AT, AFTER = datetime(2021, 7, 14, 14, 0, tzinfo=UTC), START + timedelta(hours=4)
EVENING = START.replace(hour=23)


@pytest.fixture(autouse=True)
def _now() -> object:
    with travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    made = a_scene()
    works(made.agent, made.case.service_point)
    return made


def a_cohort(scene: Scene, *, seats: int = 2, required: int = 1) -> Cohort:
    kind, _new = GroupKind.objects.get_or_create(code="oi", label_fr="Objectif Intégration", required_blocks=3)
    point = scene.case.service_point
    asked = {"kind": kind, "title": "Été 2021", "service_point": point, "language": "fr"}
    return open_cohort(**asked, seats=seats, required_blocks=required, by=scene.agent, at=AT)


def a_block(scene: Scene, cohort: Cohort, start: datetime = START, **wish: Any) -> Block:
    asked = {"worker": scene.agent, "mode": Mode.VIDEO, "minutes": 180, "start": start, "topic": "Valeurs"} | wish
    return add_block(cohort=cohort, **asked, by=scene.agent, at=AT)


def a_case(scene: Scene, **fields: Any) -> Case:
    return CaseFactory.create(**({"service_point": scene.case.service_point} | fields))


def seat(scene: Scene, cohort: Cohort, case: Case | None = None) -> Inscription:
    return inscribe(case=case or scene.case, cohort=cohort, by=scene.agent, at=AT)


def here(row: Inscription) -> Inscription:
    return Inscription.objects.get(pk=row.pk)


# ── blocks: nobody nor any room is taken twice ──


def test_a_block_takes_its_worker_from_individual_appointments_and_they_from_it(scene) -> None:
    cohort = a_cohort(scene)
    a_block(scene, cohort)
    point = scene.case.service_point
    asked = {"worker": scene.agent, "service_point": point, "mode": Mode.PHONE, "minutes": 30}
    with pytest.raises(BookingRefused, match="plage"):
        book(**asked, start=START + timedelta(hours=1), by=scene.agent, at=AT)
    book(**asked, start=START + timedelta(days=1), by=scene.agent, at=AT)
    with pytest.raises(BookingRefused, match="plage"):
        a_block(scene, cohort, START + timedelta(days=1))


def test_a_block_takes_its_room_and_fits_in_it(scene) -> None:
    cohort, other = a_cohort(scene), user_as("integration_agent", scene.case.service_point)
    room = RoomFactory.create(service_point=scene.case.service_point, seats=2)
    a_block(scene, cohort, mode=Mode.PLACE, room=room)
    with pytest.raises(BookingRefused):
        a_block(scene, cohort, START + timedelta(hours=1), worker=other, mode=Mode.PLACE, room=room)
    with pytest.raises(BookingRefused, match="2 places, et la série en compte 3"):
        a_block(scene, a_cohort(scene, seats=3), START + timedelta(days=1), mode=Mode.PLACE, room=room)


def test_a_group_meets_in_the_evening_but_not_in_the_past(scene) -> None:
    cohort = a_cohort(scene)
    assert a_block(scene, cohort, EVENING).appointment.starts_at == EVENING
    with pytest.raises(BookingRefused):
        a_block(scene, cohort, AT - timedelta(days=1))
    with pytest.raises(CohortRefused):
        a_cohort(scene, seats=0)


def test_a_block_moves_and_is_cancelled_which_frees_its_hour(scene) -> None:
    cohort = a_cohort(scene)
    block = a_block(scene, cohort)
    wish = {"worker": scene.agent, "mode": Mode.VIDEO, "minutes": 60, "start": EVENING, "topic": "Droits"}
    change_block(block=block, **wish, by=scene.agent, at=AT)
    block = Block.objects.select_related("appointment", "cohort__service_point__region").get()
    assert (block.appointment.starts_at, block.topic) == (EVENING, "Droits")
    cancel_block(block=block, by=scene.agent, at=AT)
    a_block(scene, cohort, EVENING)


def test_it_is_in_the_calendar_and_in_the_week(scene) -> None:
    block = a_block(scene, a_cohort(scene))
    feed = CalendarFeed.objects.create(worker=scene.agent, digest="x", made_at=AT)
    assert block.appointment in busy(feed, AT)
    assert "Objectif Intégration, Été 2021" in text_of(scene.client().get("/mon-agenda/"))


def test_a_block_of_someone_who_leaves_waits_for_another(scene) -> None:
    cohort = a_cohort(scene)
    block = a_block(scene, cohort)
    leave(user=scene.agent, by=user_as("system_administrator"), at=AT)
    [told] = Notification.objects.filter(user=scene.colleague, kind="newcomers.appointment")
    assert scene.agent.full_name in told.text
    client = scene.client(scene.colleague)
    assert "Les confier" in text_of(client.get("/mon-agenda/"))
    assert url("block_change", cohort, block) in text_of(client.get(url("stranded")))
    wish = {"worker": scene.colleague, "mode": Mode.VIDEO, "minutes": 180, "start": START, "topic": "Valeurs"}
    change_block(block=block, **wish, by=scene.colleague, at=AT)
    assert "Les confier" not in text_of(client.get("/mon-agenda/"))


# ── seats and the line ──


def test_seats_then_the_line_then_a_seat_freed_goes_to_the_first(scene) -> None:
    cohort = a_cohort(scene)
    rows = [seat(scene, cohort, a_case(scene)) for _ in range(2)]
    third = seat(scene, cohort, a_case(scene, agent=scene.colleague))
    fourth = seat(scene, cohort, a_case(scene))
    assert [row.seat for row in (*rows, third, fourth)] == [1, 2, None, None]
    withdraw(inscription=rows[0], by=scene.agent, at=AT)
    assert (here(third).seat, here(fourth).seat) == (1, None)
    [told] = Notification.objects.filter(user=scene.colleague)
    assert third.case.person.family_names not in told.text
    again = inscribe_again(inscription=rows[0], by=scene.agent, at=AT)
    assert again.seat is None and again.withdrawn_at is None


def test_no_dossier_twice_nor_closed(scene) -> None:
    cohort = a_cohort(scene)
    seat(scene, cohort)
    with pytest.raises(GroupRefused, match="déjà inscrit"):
        seat(scene, cohort)
    reason = ClosingReason.objects.create(code="plan", label_fr="Plan réalisé", label_en="Plan completed")
    a_block(scene, cohort)
    close_case(case=scene.case, reason=reason, note="", by=scene.agent, at=AT)
    assert Inscription.objects.get().withdrawn_at == AT
    with pytest.raises(GroupRefused, match="fermé"):
        seat(scene, cohort)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("django_db_serialized_rollback")
def test_two_at_once_for_the_last_seat(scene) -> None:
    cohort = a_cohort(scene, seats=1)
    cases, found, start = [a_case(scene) for _ in range(2)], [], threading.Barrier(2)

    def take(case: Case) -> None:
        start.wait()
        try:
            found.append(inscribe(case=case, cohort=cohort, by=scene.agent, at=AT).seat)
        finally:
            connections.close_all()

    both = [threading.Thread(target=take, args=[case]) for case in cases]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(found, key=str) == [1, None]


# ── attendance and the attestation ──


def test_everybody_in_one_screen_then_the_attestation(scene) -> None:
    cohort = a_cohort(scene)
    block, came = a_block(scene, cohort), seat(scene, cohort)
    missed = seat(scene, cohort, a_case(scene))
    address = url("block", cohort, block)
    assert "à partir du jour" in text_of(scene.client().get(address))
    with travel(AFTER, tick=False):
        client = scene.client()
        page = client.get(address).content.decode()
        assert page.count('value="p"') == page.count('value="a"') == 2
        client.post(address, {str(came.pk): "p", str(missed.pk): "a"})
        assert dict(Attendance.objects.values_list("inscription", "is_present")) == {came.pk: True, missed.pk: False}
        page = text_of(client.get(url("cohort", cohort)))
        assert page.count("Délivrer l’attestation") == 1
        client.post(url("inscription_attest", cohort, came))
        pdf = client.get(url("attestation", cohort, came))
        assert pdf.content.startswith(b"%PDF") and pdf.headers["Content-Type"] == "application/pdf"
        assert AuditEntry.objects.filter(verb="newcomers.attestation.consulted").exists()
        with pytest.raises(GroupRefused, match="pas venue à assez"):
            attest(inscription=missed, by=scene.agent, at=AFTER)
        with pytest.raises(GroupRefused, match="ne se retire plus"):
            withdraw(inscription=came, by=scene.agent, at=AFTER)
        with pytest.raises(GroupRefused, match="ne changent plus"):
            note_attendance(block=block, said={came.pk: False}, by=scene.agent, at=AFTER)
        what = [event.what.replace("\u00a0", " ") for event in timeline(scene.loaded())]
    assert "Séance de groupe : présence" in what and "Inscription à des séances de groupe" in what
    assert any("Attestation" in words for words in what)
    number = here(came).attestation
    assert number in text_of(scene.client().get(url("appointments", scene.case)))


def test_attendance_waits_for_its_day_and_its_people(scene) -> None:
    cohort = a_cohort(scene)
    block, row = a_block(scene, cohort), seat(scene, cohort)
    with pytest.raises(GroupRefused, match="à partir du jour"):
        note_attendance(block=block, said={row.pk: True}, by=scene.agent, at=AT)
    other = seat(scene, a_cohort(scene), a_case(scene))
    with pytest.raises(GroupRefused, match="n’est plus inscrit"):
        note_attendance(block=block, said={other.pk: True}, by=scene.agent, at=AFTER)
    assert note_attendance(block=block, said={row.pk: True}, by=scene.agent, at=AFTER) == 1
    assert note_attendance(block=block, said={row.pk: True}, by=scene.agent, at=AFTER) == 0
    assert note_attendance(block=block, said={row.pk: None}, by=scene.agent, at=AFTER) == 1
    assert not Attendance.objects.exists()


def test_a_block_held_is_not_cancelled_and_a_cancelled_one_counts_for_nobody(scene) -> None:
    cohort = a_cohort(scene)
    block, row = a_block(scene, cohort), seat(scene, cohort)
    note_attendance(block=block, said={row.pk: True}, by=scene.agent, at=AFTER)
    with pytest.raises(BookingRefused, match="déjà inscrit"):
        cancel_block(block=block, by=scene.agent, at=AFTER)
    note_attendance(block=block, said={row.pk: None}, by=scene.agent, at=AFTER)
    cancel_block(block=block, by=scene.agent, at=AFTER)
    with pytest.raises(GroupRefused, match="pas venue à assez"):
        attest(inscription=row, by=scene.agent, at=AFTER)
    block.appointment.refresh_from_db()
    with pytest.raises(GroupRefused, match="annulé"):
        note_attendance(block=block, said={row.pk: True}, by=scene.agent, at=AFTER)


# ── who knows whom ──


def test_the_worker_of_a_cohort_knows_who_comes_even_from_elsewhere(scene) -> None:
    cohort, elsewhere = a_cohort(scene), ServicePointFactory.create()
    a_block(scene, cohort)
    row = seat(scene, cohort, a_case(scene, service_point=elsewhere))
    name = row.case.person.full_name
    assert name in text_of(scene.client().get(url("cohort", cohort)))
    page = text_of(scene.client(scene.colleague).get(url("cohort", cohort)))
    assert name not in page and "1 place prise" in page
    assert scene.client().get(url("case", row.case)).status_code == 404


def test_of_a_restricted_dossier_only_the_named_know_that_it_comes(scene) -> None:
    cohort = a_cohort(scene)
    block = a_block(scene, cohort)
    case = a_case(scene, is_restricted=True)
    CircleMember.objects.create(case=case, user=scene.colleague, since=AT, named_by=scene.colleague)
    row = seat(scene, cohort, case)
    for reader in (scene.agent, director_of(scene.case)):
        page = text_of(scene.client(reader).get(url("cohort", cohort)))
        assert case.person.full_name not in page and "1 place prise" in page
    assert case.person.full_name in text_of(scene.client(scene.colleague).get(url("cohort", cohort)))
    with travel(AFTER, tick=False):
        page = scene.client().get(url("block", cohort, block)).content.decode()
        assert str(row.pk) not in page and "1 place est prise" in page
        scene.client().post(url("block", cohort, block), {str(row.pk): "p"})
        assert not Attendance.objects.exists()
        scene.client(scene.colleague).post(url("block", cohort, block), {str(row.pk): "p"})
        assert Attendance.objects.get().is_present
    assert scene.client().post(url("inscription_withdraw", cohort, row)).status_code == 404


def test_a_cohort_of_elsewhere_does_not_exist(scene) -> None:
    other = a_scene()
    cohort = a_cohort(other)
    assert scene.client().get(url("cohort", cohort)).status_code == 404
    assert "Été 2021" not in text_of(scene.client().get(url("cohorts")))


def test_whoever_is_seen_is_in_the_register(scene) -> None:
    cohort = a_cohort(scene)
    seat(scene, cohort)
    scene.client().get(url("cohort", cohort))
    entry = AuditEntry.objects.filter(verb="newcomers.list.consulted").latest("pk")
    assert scene.case.person_id in entry.about


# ── the pages ──


def test_opened_and_filled_from_the_pages(scene) -> None:
    GroupKind.objects.create(code="oi", label_fr="Objectif Intégration", label_en="OI", required_blocks=3)
    client = scene.client()
    assert 'value="3"' in client.get(url("cohort_open")).content.decode()
    opened = {"kind": GroupKind.objects.get().pk, "title": "Été", "service_point": scene.case.service_point_id}
    client.post(url("cohort_open"), {**opened, "language": "français", "seats": "12", "required_blocks": "2"})
    cohort = Cohort.objects.get()
    session = {"topic": "Droits", "day": "2021-07-15", "starts": "18 h", "ends": "17:00", "mode": "video"}
    session["worker"] = scene.agent.pk
    assert "L’heure de fin suit" in text_of(client.post(url("block_add", cohort), session))
    client.post(url("block_add", cohort), {**session, "ends": "21:00"})
    block = Block.objects.get()
    assert block.appointment.length == 180
    assert 'value="2021-07-22"' in client.get(url("block_add", cohort)).content.decode()
    answer = client.post(url("block_add", cohort), {**session, "ends": "21:00"})
    assert "Cette plage" in text_of(answer)
    client.post(url("cohort", cohort), {"reference": scene.case.reference})
    assert Inscription.objects.get().seat == 1
    assert "déjà inscrit" in text_of(client.post(url("cohort", cohort), {"reference": scene.case.reference}))


def test_inscribed_from_the_dossier_and_taken_back(scene) -> None:
    cohort = a_cohort(scene)
    a_block(scene, cohort)
    client = scene.client()
    assert client.post(url("case_inscribe", scene.case), {"cohort": cohort.pk}).status_code == 302
    row = Inscription.objects.get()
    assert "Place 1" in text_of(client.get(url("appointments", scene.case)))
    client.post(url("inscription_withdraw", cohort, row))
    assert here(row).withdrawn_at
    client.post(url("inscription_again", cohort, row))
    assert here(row).seat == 1


def test_the_same_statements_for_one_person_and_for_three(scene) -> None:
    cohort = a_cohort(scene, seats=2)
    block = a_block(scene, cohort)
    seat(scene, cohort)

    def statements() -> list[int]:
        counts = []
        for page in (url("cohorts"), url("cohort", cohort), url("block", cohort, block)):
            with CaptureQueriesContext(connection) as seen:
                scene.client().get(page)
            counts.append(len(seen))
        return counts

    with travel(AFTER, tick=False):
        statements()
        one = statements()
        for _ in range(2):
            seat(scene, cohort, a_case(scene))
        note_attendance(block=block, said={Inscription.objects.get(seat=1).pk: True}, by=scene.agent, at=AFTER)
        assert statements() == one
    assert len(roll_of(cohort, access_of(scene.agent, AFTER)).waiting) == 1
