from datetime import timedelta

import pytest

from ancrage.accounts.models import Notification
from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.actions.circle import (
    CircleRefused,
    claim,
    end_naming,
    keep_named,
    name,
    restrict,
    unname,
    unrestrict,
)
from ancrage.newcomers.actions.exceptional import ATTEMPTS_A_DAY, ExceptionalAccessRefused, open_exceptionally
from ancrage.newcomers.actions.ties import TieRefused, declare_tie
from ancrage.newcomers.models import Case, CaseAssignment, CaseTransition, ContactNote, ExceptionalAccess
from ancrage.newcomers.queries.circle import seen_in_cases, seen_rows
from tests.factories.accounts import user_as
from tests.factories.newcomers import CaseFactory, CircleMemberFactory, ContactNoteFactory
from tests.factories.territory import ServicePointFactory
from tests.newcomers.scene import a_restricted_scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db


def sees(scene, user, at=None):
    return Case.objects.visible_to(scene.access(user, at)).filter(pk=scene.case.pk).exists()


def restricted(scene, named=()):
    return restrict(case=scene.case, reason="Parente d’un collègue", named=named, by=scene.agent, at=now())


# ── restricting ──


def test_a_restricted_dossier_is_seen_by_whom_it_names():
    scene = a_scene()
    director = director_of(scene.case)
    assert all(sees(scene, user) for user in (scene.agent, scene.colleague, director))
    restricted(scene, named=[director])
    assert sees(scene, scene.agent)
    assert sees(scene, director)
    assert not sees(scene, scene.colleague)
    moment = CaseTransition.objects.get(kind="restricted")
    assert (moment.note, moment.by) == ("Parente d’un collègue", scene.agent)
    with pytest.raises(CircleRefused, match="déjà restreint"):
        restricted(scene)


def test_ordinary_access_comes_back():
    scene = a_scene()
    with pytest.raises(CircleRefused, match="n’est pas restreint"):
        unrestrict(case=scene.case, reason="-", by=scene.agent, at=now())
    restricted(scene)
    unrestrict(case=scene.case, reason="À la demande de la personne", by=scene.agent, at=now())
    assert sees(scene, scene.colleague)


def test_why_it_was_restricted_stays_with_the_named():
    scene = a_scene()
    restricted(scene)
    unrestrict(case=scene.case, reason="Collègue partie", by=scene.agent, at=now())
    for user, told in ((scene.agent, True), (scene.colleague, False)):
        page = text_of(scene.client(user).get(url("history", scene.case)))
        assert "Accès restreint" in page
        assert ("Parente d’un collègue".replace("\u2019", "'") in page.replace("\u2019", "'")) is told
        assert ("Collègue partie" in page) is told


def test_one_does_not_name_oneself_where_others_are_named():
    scene = a_scene()
    CircleMemberFactory.create(case=scene.case, user=scene.agent)
    with pytest.raises(CircleRefused, match="déjà nommées"):
        claim(case=scene.case, by=scene.colleague, at=now())
    with pytest.raises(CircleRefused, match="déjà nommées"):
        restrict(case=scene.case, reason="-", named=[], by=scene.colleague, at=now())
    assert not scene.case.circle.filter(user=scene.colleague).exists()


def test_the_first_to_write_something_restricted_is_named():
    scene = a_scene()
    claim(case=scene.case, by=scene.agent, at=now())
    claim(case=scene.case, by=scene.agent, at=now())
    assert scene.case.circle.get().user == scene.agent


def test_naming_tells_the_person_named():
    scene = a_restricted_scene()
    member = name(case=scene.case, user=scene.colleague, by=scene.agent, at=now())
    assert sees(scene, scene.colleague)
    assert Notification.objects.get(user=scene.colleague).path == url("case", scene.case)
    with pytest.raises(CircleRefused, match="déjà nommée"):
        name(case=scene.case, user=scene.colleague, by=scene.agent, at=now())
    unname(member=member, by=scene.agent, at=now())
    assert not sees(scene, scene.colleague)
    with pytest.raises(CircleRefused, match="n’est plus nommée"):
        unname(member=member, by=scene.agent, at=now())


def test_only_people_who_work_with_the_dossiers_of_the_region_are_named():
    scene = a_restricted_scene()
    for stranger in (user_as("integration_agent"), user_as("system_administrator"), user_as("partner_worker")):
        with pytest.raises(CircleRefused, match="ne travaille pas avec les dossiers"):
            name(case=scene.case, user=stranger, by=scene.agent, at=now())
    neighbour = user_as("integration_agent", ServicePointFactory.create(region=scene.case.region))
    name(case=scene.case, user=neighbour, by=scene.agent, at=now())
    assert sees(scene, neighbour)


def test_at_least_one_stays_named_on_a_restricted_dossier():
    scene = a_restricted_scene()
    member = scene.case.circle.get()
    with pytest.raises(CircleRefused, match="Au moins une personne reste nommée"):
        unname(member=member, by=scene.agent, at=now())
    other = CircleMemberFactory.create(case=scene.case, user=scene.colleague)
    other.user.is_active = False
    other.user.save()
    with pytest.raises(CircleRefused, match="Au moins une personne"):
        unname(member=member, by=scene.agent, at=now())


def test_naming_and_its_end_are_idempotent():
    scene = a_scene()
    for _ in range(2):
        keep_named(case=scene.case, user=scene.colleague, by=scene.agent, at=now())
    assert scene.case.circle.count() == 1
    for _ in range(2):
        end_naming(case=scene.case, user=scene.colleague, by=scene.agent, at=now())
    assert scene.case.circle.filter(until=None).count() == 0
    assert AuditEntry.objects.filter(verb__startswith="newcomers.circle").count() == 2


def test_restricted_rows_are_for_the_named():
    scene = a_scene()
    ordinary, secret = (ContactNoteFactory.create(case=scene.case, is_restricted=mark) for mark in (False, True))
    CircleMemberFactory.create(case=scene.case, user=scene.agent)
    rows = ContactNote.objects.order_by("pk")
    assert list(seen_rows(rows, scene.loaded())) == [ordinary, secret]
    assert list(seen_rows(rows, scene.loaded(scene.colleague))) == [ordinary]
    assert list(rows.filter(seen_in_cases(scene.access()))) == [ordinary, secret]
    assert list(rows.filter(seen_in_cases(scene.access(scene.colleague)))) == [ordinary]


# ── the pages ──


def test_the_pages_restrict_name_take_off_and_restore():
    scene = a_scene()
    client = scene.client()
    client.post(url("circle_restrict", scene.case), {"reason": "Personnalité publique", "named": []})
    scene.case.refresh_from_db()
    assert scene.case.is_restricted
    assert scene.client(scene.colleague).get(url("case", scene.case)).status_code == 404
    client.post(url("circle_name", scene.case), {"user": scene.colleague.pk})
    assert scene.client(scene.colleague).get(url("circle", scene.case)).status_code == 200
    member = scene.case.circle.get(user=scene.colleague)
    client.post(url("circle_unname", scene.case, member))
    assert scene.client(scene.colleague).get(url("circle", scene.case)).status_code == 404
    client.post(url("circle_unrestrict", scene.case), {"reason": "Ce n’est plus nécessaire"})
    assert scene.client(scene.colleague).get(url("circle", scene.case)).status_code == 200


def test_the_last_one_named_reads_why_they_stay():
    scene = a_restricted_scene()
    answer = scene.client().post(url("circle_unname", scene.case, scene.case.circle.get()), follow=True)
    assert "Au moins une personne reste nommée" in text_of(answer)


def test_whoever_takes_themselves_off_leaves_the_dossier():
    scene = a_restricted_scene()
    CircleMemberFactory.create(case=scene.case, user=scene.colleague)
    answer = scene.client().post(url("circle_unname", scene.case, scene.case.circle.get(user=scene.agent)))
    assert answer["Location"] == "/"


@pytest.mark.parametrize("page", ["circle_unrestrict", "circle_name"])
def test_who_is_not_named_decides_nothing(page):
    scene = a_scene()
    assert scene.client().get(url(page, scene.case)).status_code == 404
    assert scene.client(director_of(scene.case)).get(url(page, scene.case)).status_code == 200


def test_an_exceptional_access_names_nobody():
    scene = a_restricted_scene()
    opened(scene, scene.colleague)
    client = scene.client(scene.colleague)
    assert client.get(url("circle", scene.case)).status_code == 200
    assert client.get(url("circle_name", scene.case)).status_code == 404
    assert client.post(url("circle_unrestrict", scene.case), {"reason": "-"}).status_code == 404


@pytest.mark.parametrize("is_restricted", [True, False])
def test_an_exceptional_access_reads_and_writes_nothing(is_restricted):
    scene = a_restricted_scene() if is_restricted else a_scene(agent=None)
    reader = user_as("integration_agent", ServicePointFactory.create(region=scene.case.region))
    opened(scene, reader)
    client = scene.client(reader)
    page = text_of(client.get(url("case", scene.case)))
    assert scene.case.person.family_names in page
    assert "Ajouter une note" not in page
    assert "Transférer le dossier" not in page
    asked = ("note_add", "case_transfer", "case_close", "person_edit", "circle_restrict", "referral_add")
    assert {name: client.get(url(name, scene.case)).status_code for name in asked} == dict.fromkeys(asked, 404)
    assert client.post(url("request_take", scene.case)).status_code == 404
    assert not scene.case.circle.filter(user=reader).exists()


# ── exceptional access ──


def opened(scene, user, reference=None, at=None):
    at = at or now()
    access = scene.access(user, at)
    return open_exceptionally(
        reference=reference or scene.case.reference, reason="Urgence, collègue absente", access=access, by=user, at=at
    )


def test_it_opens_a_restricted_dossier_for_an_hour():
    scene, at = a_restricted_scene(), now()
    assert not sees(scene, scene.colleague, at)
    opened(scene, scene.colleague, at=at)
    assert sees(scene, scene.colleague, at + timedelta(minutes=59))
    assert scene.loaded(scene.colleague, at).sees_restricted
    assert not sees(scene, scene.colleague, at + timedelta(hours=1))
    assert not sees(scene, user_as("integration_agent", scene.case.service_point), at)


def test_it_opens_a_dossier_of_another_service_point_of_the_region():
    scene = a_scene()
    neighbour = user_as("integration_agent", ServicePointFactory.create(region=scene.case.region))
    assert not sees(scene, neighbour)
    opened(scene, neighbour)
    assert sees(scene, neighbour)


def test_who_answers_for_it_is_told_without_a_name():
    scene = a_restricted_scene()
    director, officer = director_of(scene.case), user_as("privacy_officer")
    director_of(CaseFactory.create())
    opened(scene, scene.colleague)
    assert set(Notification.objects.values_list("user", flat=True)) == {director.pk, officer.pk}
    messages = OutgoingMessage.objects.all()
    assert {message.to for message in messages} == {director.email, officer.email}
    for message in messages:
        written = message.subject + message.body
        assert scene.case.reference in message.body
        assert scene.case.person.family_names not in written
        assert "collègue absente" not in written
        assert scene.colleague.full_name not in written
        assert url("consultations", scene.case) in message.body
    entry = AuditEntry.objects.get(verb="newcomers.exceptional_access.granted")
    assert (entry.actor, set(entry.about)) == (scene.colleague.actor_ref, {scene.case.pk, scene.case.person_id})


def sentence(scene, user, reference):
    with pytest.raises(ExceptionalAccessRefused) as refusal:
        opened(scene, user, reference)
    return str(refusal.value), refusal.value.field


def test_unknown_out_of_reach_and_known_are_answered_alike(django_assert_num_queries):
    scene = a_restricted_scene()
    elsewhere = CaseFactory.create(is_restricted=True)
    known = a_scene(service_point=scene.case.service_point)
    declare_tie(case=known.case, by=scene.colleague, at=now())
    answers = []
    for reference in ("BSL-2021-999999", elsewhere.reference, known.case.reference):
        with django_assert_num_queries(7):
            answers.append(sentence(scene, scene.colleague, reference))
    assert set(answers) == {("Aucun dossier de ce numéro dans votre région.", "reference")}
    assert AuditEntry.objects.filter(verb="newcomers.exceptional_access.missed").count() == 3
    assert not ExceptionalAccess.objects.exists()


def test_attempts_are_limited_each_day_whatever_their_end():
    scene, at = a_restricted_scene(), now()
    for _ in range(ATTEMPTS_A_DAY - 1):
        sentence(scene, scene.colleague, "BSL-2021-999999")
    opened(scene, scene.colleague, at=at)
    text, _field = sentence(scene, scene.colleague, scene.case.reference)
    assert "nombre de demandes permis aujourd’hui" in text
    assert opened(scene, scene.agent, at=at)
    assert opened(scene, scene.colleague, at=at + timedelta(days=1))


def test_the_page_asks_opens_and_shows_the_hour():
    scene = a_restricted_scene()
    client = scene.client(scene.colleague)
    assert "Numéro exact du dossier" in text_of(client.get(url("exceptional_access")))
    answer = client.post(
        url("exceptional_access"), {"reference": f" {scene.case.reference.lower()} ", "reason": "court"}
    )
    assert "Dites la raison en quelques mots." in text_of(answer)
    typed = {"reference": f" {scene.case.reference.lower()} ", "reason": "La personne est au comptoir, sans logement."}
    answer = client.post(url("exceptional_access"), typed, follow=True)
    assert "Accès exceptionnel jusqu’à" in text_of(answer)
    assert AuditEntry.objects.consultations().filter(actor=scene.colleague.actor_ref).exists()


# ── « Je connais cette personne » ──


def test_a_declared_tie_takes_the_dossier_away_and_gives_it_to_others():
    scene = a_scene()
    director = director_of(scene.case)
    CircleMemberFactory.create(case=scene.case, user=scene.agent)
    CaseAssignment.objects.create(case=scene.case, agent=scene.agent, during=(scene.case.requested_at, None))
    answer = scene.client().post(url("tie_declare", scene.case))
    assert answer["Location"] == "/"
    scene.case.refresh_from_db()
    assert scene.case.agent is None
    assert scene.case.assignments.get().during.upper is not None
    assert not sees(scene, scene.agent)
    assert not scene.case.circle.filter(until=None).exists()
    assert set(Notification.objects.values_list("user", flat=True)) == {director.pk, scene.colleague.pk}
    with pytest.raises(TieRefused, match="déjà déclaré"):
        declare_tie(case=scene.case, by=scene.agent, at=now())


def test_a_tie_beats_being_named_and_an_exceptional_access():
    scene = a_restricted_scene()
    CircleMemberFactory.create(case=scene.case, user=scene.colleague)
    opened(scene, scene.colleague)
    declare_tie(case=scene.case, by=scene.colleague, at=now())
    keep_named(case=scene.case, user=scene.colleague, by=scene.agent, at=now())
    assert not sees(scene, scene.colleague)
    with pytest.raises(CircleRefused):
        name(case=scene.case, user=scene.colleague, by=scene.agent, at=now())


def test_a_restricted_dossier_left_by_its_only_reader_goes_to_the_directors():
    scene = a_restricted_scene()
    director = director_of(scene.case)
    declare_tie(case=scene.case, by=scene.agent, at=now())
    assert sees(scene, director)
    assert [one.user for one in Notification.objects.all()] in ([director], [director, director])
    assert not sees(scene, scene.colleague)


def test_a_colleague_who_is_not_the_agent_leaves_the_agent_in_place():
    scene = a_scene()
    declare_tie(case=scene.case, by=scene.colleague, at=now())
    scene.case.refresh_from_db()
    assert scene.case.agent == scene.agent
    assert not sees(scene, scene.colleague)
