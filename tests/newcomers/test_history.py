from datetime import date, timedelta

import pghistory
import pytest

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.newcomers.actions.circle import restrict
from ancrage.newcomers.actions.household import register_member
from ancrage.newcomers.actions.languages import add_level
from ancrage.newcomers.actions.person import edit_person
from ancrage.newcomers.actions.statuses import add_status, end_status
from ancrage.newcomers.queries.consultations import worded
from ancrage.newcomers.queries.history import changes_of
from tests.factories.accounts import user_as
from tests.factories.directory import StatusCategoryFactory
from tests.factories.newcomers import CircleMemberFactory
from tests.newcomers.scene import a_restricted_scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db


def edited(scene, by, **values):
    scene.case.person.refresh_from_db()
    with pghistory.context(user=str(by.pk)):
        edit_person(case=scene.case, values=values, seen=scene.case.person.revision, by=by, at=now())


def lines(scene):
    changes = changes_of(scene.case.person)
    return [
        (one.who, one.subject, [(field.label, field.before, field.after) for field in one.fields]) for one in changes
    ]


def test_each_change_says_what_when_and_by_whom():
    scene = a_scene()
    edited(scene, scene.agent, email="a@exemple.ca")
    edited(scene, scene.colleague, email="b@exemple.ca", languages=["es"])
    latest, before = lines(scene)[:2]
    assert latest == (
        scene.colleague.full_name,
        "Personne",
        [("Courriel", "a@exemple.ca", "b@exemple.ca"), ("Langues parlées", "vide", "espagnol")],
    )
    assert before[0] == scene.agent.full_name
    assert before[2] == [("Courriel", "vide", "a@exemple.ca")]


def test_the_name_shown_is_the_one_of_today():
    scene = a_scene()
    edited(scene, scene.agent, email="a@exemple.ca")
    scene.agent.full_name = "Maude Thériault-Roy"
    scene.agent.save()
    assert lines(scene)[0][0] == "Maude Thériault-Roy"


def test_statuses_levels_and_household_are_told_too_and_the_number_stays_hidden():
    scene = a_scene()
    status = add_status(
        case=scene.case,
        category=StatusCategoryFactory.create(label_fr="Travailleuse temporaire"),
        program="",
        document="work_permit",
        document_number="U123456789",
        valid_from=date(2021, 1, 22),
        valid_to=None,
        by=scene.agent,
        at=now(),
    )
    end_status(case=scene.case, status=status, on=date(2030, 1, 1), by=scene.agent, at=now())
    skills = {"listening": 5, "speaking": None, "reading": None, "writing": None}
    add_level(case=scene.case, **skills, source="test", assessed_on=date(2021, 2, 1), by=scene.agent, at=now())
    child = {"given_names": "Sofía", "family_names": "Ruiz", "birth_on": None, "relation": "child"}
    register_member(case=scene.case, **child, since=date(2021, 1, 22), by=scene.agent, at=now())
    told = str(lines(scene))
    assert "Travailleuse temporaire" in told
    assert "123456" not in told
    assert "•••789" in told
    assert "Niveau de français" in told
    assert "Adulte" in told
    assert "Sofía" not in told


def test_the_middleware_names_who_wrote():
    scene = a_scene()
    typed = {"listening": "5", "source": "test", "assessed_on": "2021-02-01"}
    scene.client().post(url("level_add", scene.case), typed)
    assert {who for who, subject, _fields in lines(scene) if subject == "Niveau de français"} == {scene.agent.full_name}


def test_the_page_is_for_those_entitled():
    scene = a_scene()
    edited(scene, scene.agent, email="a@exemple.ca")
    page = url("person_history", scene.case)
    assert "« a@exemple.ca »" in text_of(scene.client().get(page))
    assert scene.client(director_of(scene.case)).get(page).status_code == 200
    for other in (scene.colleague, user_as("privacy_officer"), user_as("regional_adviser", scene.case.region)):
        assert scene.client(other).get(page).status_code == 404


def test_the_history_costs_the_same_however_long(django_assert_num_queries):
    scene = a_scene()
    edited(scene, scene.agent, email="a@exemple.ca")
    with django_assert_num_queries(6):
        changes_of(scene.case.person)
    for n in range(3):
        edited(scene, scene.colleague, email=f"b{n}@exemple.ca")
    with django_assert_num_queries(6):
        changes_of(scene.case.person)


# ── who read the dossier ──


def test_the_tab_tells_who_opened_the_dossier_and_when():
    scene = a_scene()
    scene.client(scene.colleague).get(url("household", scene.case))
    text = text_of(scene.client().get(url("consultations", scene.case)))
    assert scene.colleague.full_name in text
    assert "Dossier ouvert" in text
    assert "127.0.0.1" in text


def test_only_those_entitled_read_it():
    scene = a_scene()
    page = url("consultations", scene.case)
    assert scene.client(scene.colleague).get(page).status_code == 404
    assert scene.client(director_of(scene.case)).get(page).status_code == 200
    assert "newcomers/case_base.html" in [t.name for t in scene.client().get(page).templates]


def test_the_privacy_officer_reads_the_register_and_nothing_of_the_person():
    scene = a_restricted_scene()
    scene.client().get(url("household", scene.case))
    answer = scene.client(user_as("privacy_officer")).get(url("consultations", scene.case))
    text = text_of(answer)
    assert scene.agent.full_name in text
    assert scene.case.reference in text
    assert scene.case.person.family_names not in text


def test_the_agent_un_named_does_not_read_what_was_written():
    scene = a_scene()
    edited(scene, scene.agent, email="a@exemple.ca")
    page = url("consultations", scene.case) + "?acte=ecritures"
    assert "Fiche modifiée" not in text_of(scene.client().get(page))
    assert "Fiche modifiée" in text_of(scene.client(director_of(scene.case)).get(page))


def test_an_exceptional_access_is_told_with_its_reason():
    scene = a_restricted_scene()
    typed = {"reference": scene.case.reference, "reason": "Au comptoir, sans logement ce soir"}
    scene.client(scene.colleague).post(url("exceptional_access"), typed)
    text = text_of(scene.client().get(url("consultations", scene.case)))
    assert "Accès exceptionnel ouvert" in text
    assert "sans logement ce soir" in text


def left_out(scene):
    """A colleague is named and opened the dossier exceptionally before; its agent is not, then it becomes restricted."""
    typed = {"reference": scene.case.reference, "reason": "Au comptoir, sans logement ce soir"}
    scene.client(scene.colleague).post(url("exceptional_access"), typed)
    CircleMemberFactory.create(case=scene.case, user=scene.colleague)
    restrict(case=scene.case, reason="proche du personnel", named=[], by=scene.colleague, at=now())


@pytest.mark.parametrize("opens", [False, True])
def test_the_agent_not_named_on_a_restricted_dossier_reads_nothing_of_its_register(opens):
    scene = a_scene()
    left_out(scene)
    if opens:  # An exceptional access reads the dossier; it does not make of its agent one who watches over it.
        scene.client().post(url("exceptional_access"), {"reference": scene.case.reference, "reason": "Une urgence"})
        assert url("consultations", scene.case) not in text_of(scene.client().get(url("case", scene.case)))
    for name in ("consultations", "person_history"):
        assert scene.client().get(url(name, scene.case)).status_code == 404


def test_who_watches_over_it_keeps_its_register_and_its_reasons_without_the_person():
    scene = a_scene()
    left_out(scene)
    for watcher in (director_of(scene.case), user_as("privacy_officer")):
        text = text_of(scene.client(watcher).get(url("consultations", scene.case)))
        assert "sans logement ce soir" in text
        assert "Écritures" in text
        assert scene.case.person.family_names not in text


def test_the_agent_named_on_a_restricted_dossier_reads_its_register():
    scene = a_restricted_scene()
    assert url("consultations", scene.case) in text_of(scene.client().get(url("case", scene.case)))
    assert scene.client().get(url("consultations", scene.case)).status_code == 200


def test_the_agent_un_named_is_told_of_an_exceptional_access_and_not_why():
    scene = a_scene()
    typed = {"reference": scene.case.reference, "reason": "Au comptoir, sans logement ce soir"}
    scene.client(scene.colleague).post(url("exceptional_access"), typed)
    text = text_of(scene.client().get(url("consultations", scene.case)))
    assert "Accès exceptionnel ouvert" in text
    assert "sans logement ce soir" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_tab_costs_the_same_for_one_and_for_three(count, django_assert_num_queries):
    scene = a_scene()
    for _ in range(count):
        scene.client(user_as("integration_agent", scene.case.service_point)).get(url("household", scene.case))
    client = scene.client()
    client.get(url("consultations", scene.case))
    with django_assert_num_queries(9):
        client.get(url("consultations", scene.case))


def test_the_hour_of_an_exceptional_access_shows_on_every_page():
    scene = a_restricted_scene()
    typed = {"reference": scene.case.reference, "reason": "Au comptoir, sans logement ce soir"}
    client = scene.client(scene.colleague)
    client.post(url("exceptional_access"), typed)
    for name in ("household", "consents", "languages"):
        assert "Accès exceptionnel jusqu’à" in text_of(client.get(url(name, scene.case)))
    scene.case.exceptional_accesses.update(expires_at=now() - timedelta(minutes=1))
    assert client.get(url("household", scene.case)).status_code == 404


def test_pages_read_in_a_row_make_one_line_and_half_an_hour_later_another():
    scene = a_scene()
    start = now()
    rows = [
        AuditEntry(actor=who.actor_ref, verb=verb, at=start - timedelta(minutes=minutes))
        for who, verb, minutes in (
            (scene.agent, "newcomers.case.consulted", 0),
            (scene.agent, "newcomers.case.consulted", 10),
            (scene.agent, "newcomers.case.consulted", 31),
            (scene.colleague, "newcomers.case.consulted", 32),
            (scene.colleague, "newcomers.person.edited", 33),
            (scene.colleague, "newcomers.person.edited", 33),
        )
    ]
    lines = [(one.who, one.what, one.pages) for one in worded(rows, scene.case, reasons=True)]
    assert lines == [
        (scene.agent.full_name, "Dossier ouvert", 2),
        (scene.agent.full_name, "Dossier ouvert", 1),
        (scene.colleague.full_name, "Dossier ouvert", 1),
        (scene.colleague.full_name, "Fiche modifiée", 1),
        (scene.colleague.full_name, "Fiche modifiée", 1),
    ]
