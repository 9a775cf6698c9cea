"""Entering someone: the search first, then the form, then the dossier where they go."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.accounts.models import Notification
from ancrage.audit.models import AuditEntry
from ancrage.core.ids import uuid7
from ancrage.newcomers.actions.intake import Entry, RegistrationRefused, open_case, register
from ancrage.newcomers.models import Case, CaseState, CaseTransition, ClosingReason, HouseholdMember, Person
from tests.factories.accounts import AssignmentFactory, user_as
from tests.factories.directory import StatusCategoryFactory
from tests.factories.newcomers import CaseFactory, CircleMemberFactory, PersonFactory
from tests.factories.territory import MunicipalityFactory, ServicePointFactory, ServicePointMunicipalityFactory
from tests.newcomers.scene import Scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
BORN = date(1988, 5, 12)
LEILA = {"given_names": "Leila", "family_names": "Haddad", "birth_on_0": "12", "birth_on_1": "5", "birth_on_2": "1988"}
CLOSED = {"state": CaseState.CLOSED, "closed_at": AT}


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return a_scene()


def leila(**fields: Any) -> Person:
    return PersonFactory.create(**({"given_names": "Leïla", "family_names": "Haddad", "birth_on": BORN} | fields))


def search(scene: Scene, **typed: str):
    return scene.client().post(url("intake"), typed or LEILA)


def slip_of(answer: Any) -> str:
    return re.search(r'name="search_pass"\s+value="([^"]+)"', answer.content.decode())[1]


def enter(scene: Scene, *, slip: str | None = None, **typed: Any):
    slip = slip or slip_of(search(scene, given_names="Aya"))
    form = {
        "search_pass": slip,
        "is_entered": "1",
        "given_names": "Aya",
        "family_names": "Diop",
        "contact_way": "phone",
    }
    return scene.client().post(url("intake_entry"), form | typed)


# The search


def test_the_first_page_asks_what_is_known(scene) -> None:
    answer = scene.client().get(url("intake"))
    assert "Ce que vous savez de la personne" in text_of(answer)


def test_a_search_of_nothing_says_what_to_write(scene) -> None:
    assert "Écrivez au moins un nom" in text_of(scene.client().post(url("intake"), {"given_names": ""}))


def test_someone_within_reach_is_shown_with_reasons_and_dossier(scene) -> None:
    case = CaseFactory.create(person=leila(), service_point=scene.case.service_point)
    text = text_of(search(scene))
    assert "Probable" in text
    assert "Même nom · Même date de naissance" in text
    assert case.reference in text
    entry = AuditEntry.objects.get(verb="newcomers.search.consulted")
    assert entry.about == [case.person_id]


def test_out_of_reach_shows_a_place_and_nothing_else(scene) -> None:
    person = leila(phone="+14185550142", email="leila@exemple.ca", original_name="ليلى")
    case = CaseFactory.create(person=person)
    answer = search(scene, **LEILA, phone="418 555-0142")
    text = text_of(answer)
    assert f"Un dossier semblable existe à {case.service_point.name}." in text
    page = answer.content.decode()
    for told in (case.reference, str(case.pk), str(person.pk), "Leïla", "ليلى", "leila@exemple.ca", "Même nom"):
        assert told not in page
    assert AuditEntry.objects.get(verb="newcomers.search.consulted").about == [person.pk]


def test_a_merely_possible_match_out_of_reach_is_not_told(scene) -> None:
    CaseFactory.create(person=leila(birth_on=None))
    assert "existe à" not in text_of(search(scene))


def test_a_phone_alone_reveals_nobody_out_of_reach(scene) -> None:
    CaseFactory.create(person=leila(phone="+14185550142"))
    assert "Aucun dossier ne ressemble" in text_of(search(scene, phone="418 555-0142"))


def _plain(answer: Any) -> str:
    """The page without what changes at each answer: slips and tokens."""
    return re.sub(
        r'value="[^"]{40,}"|name="_une_fois" value="[^"]+"|"X-CSRFToken": "[^"]+"', "", answer.content.decode()
    )


@pytest.mark.parametrize("is_here", [True, False])
def test_a_restricted_dossier_changes_nothing_of_the_page_and_the_privacy_officer_is_told(scene, is_here) -> None:
    officer = user_as("privacy_officer")
    before = _plain(search(scene))
    place = {"service_point": scene.case.service_point} if is_here else {}
    case = CaseFactory.create(person=leila(), is_restricted=True, **place)
    assert _plain(search(scene)) == before
    search(scene)
    told = Notification.objects.get(user=officer)
    assert case.reference in told.text
    assert "Haddad" not in told.text
    assert not AuditEntry.objects.filter(verb="newcomers.search.consulted", about__contains=[case.person_id]).exists()


def test_what_is_written_after_the_search_is_reported_too(scene) -> None:
    officer = user_as("privacy_officer")
    case = CaseFactory.create(person=leila(), is_restricted=True)
    slip = slip_of(search(scene, given_names="Aya"))
    assert not Notification.objects.exists()
    assert enter(scene, slip=slip, **LEILA).status_code == 302
    assert case.reference in Notification.objects.get(user=officer).text


def test_whoever_is_named_finds_the_restricted_dossier(scene) -> None:
    case = CaseFactory.create(person=leila(), is_restricted=True)
    CircleMemberFactory.create(case=case, user=scene.agent)
    assert case.reference in text_of(search(scene))
    assert not Notification.objects.exists()


def test_a_person_with_one_restricted_dossier_among_two_stays_hidden(scene) -> None:
    person = leila()
    CaseFactory.create(person=person, is_restricted=True)
    closed = CLOSED | {"closing_reason": _closing_reason()}
    CaseFactory.create(person=person, service_point=scene.case.service_point, **closed)
    assert "Aucun dossier ne ressemble" in text_of(search(scene))


def test_a_search_has_the_same_number_of_statements_with_one_match_and_with_three(scene) -> None:
    point = scene.case.service_point
    CaseFactory.create(person=leila(), service_point=point)
    CaseFactory.create(person=leila(birth_on=None))
    client = scene.client()
    client.post(url("intake"), LEILA)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.post(url("intake"), LEILA)
        counts.append(len(captured))
        for _more in range(2):
            CaseFactory.create(person=leila(), service_point=point)
    assert counts[0] == counts[1]


# The entry


def test_the_entry_asks_for_a_search_first(scene) -> None:
    assert scene.client().get(url("intake_entry")).headers["Location"] == url("intake")
    assert scene.client().post(url("intake_entry"), {"given_names": "Aya"}).headers["Location"] == url("intake")
    borrowed = slip_of(search(scene, given_names="Aya"))
    other = scene.client(scene.colleague).post(url("intake_entry"), {"search_pass": borrowed, "is_entered": "1"})
    assert other.headers["Location"] == url("intake")


def test_the_form_is_filled_with_what_was_searched(scene) -> None:
    slip = slip_of(search(scene))
    page = scene.client().post(url("intake_entry"), LEILA | {"search_pass": slip}).content.decode()
    assert 'value="Haddad"' in page
    assert 'value="1988"' in page
    assert "is-invalid" not in page


def test_everything_known_is_written_at_once(scene) -> None:
    town = MunicipalityFactory.create(name="Rimouski")
    point = scene.case.service_point
    ServicePointMunicipalityFactory.create(municipality=town, service_point=point)
    category = StatusCategoryFactory.create()
    answer = enter(
        scene,
        original_name="آية",
        other_names="Sow",
        birth_on_0="3",
        birth_on_1="2",
        birth_on_2="1990",
        phone="418 555-0142",
        municipality="rimouski",
        origin_country="Sénégal",
        arrived_on="2021-06-30",
        languages="wolof, français",
        interpreter_language="wolof",
        language="anglais",
        ground="welcome",
        category=str(category.pk),
        document="work_permit",
        document_number="U 123 456",
        valid_from="2021-06-30",
        valid_to="2023-06-29",
        listening="4",
        has_family="on",
    )
    case = Case.objects.exclude(pk=scene.case.pk).get()
    assert answer.headers["Location"] == url("household", case)
    person = case.person
    assert (person.full_name, person.birth_on, person.phone) == ("Aya Diop", date(1990, 2, 3), "+14185550142")
    assert (person.origin_country, person.languages, person.interpreter_language) == ("SN", ["wo", "fr"], "wo")
    assert (person.municipality, case.service_point, case.region) == (town, point, point.region)
    assert (case.state, case.agent, case.requested_at) == (CaseState.REQUESTED, None, AT)
    assert case.reference.startswith(f"{point.region.prefix}-2021-")
    assert case.plan_id
    assert person.statuses.get().document_number == "U 123 456"
    assert person.french_levels.get().listening == 4
    assert person.service_languages.get().expires_on == date(2021, 12, 30)
    assert HouseholdMember.objects.get(person=person).household.members.count() == 1
    assert CaseTransition.objects.get(case=case).kind == "requested"
    assert AuditEntry.objects.get(verb="newcomers.case.opened").about == [case.pk, person.pk]


WRONG = [
    ({"given_names": "", "family_names": ""}, "Inscrivez au moins un nom."),
    ({"birth_on_0": "30", "birth_on_1": "2", "birth_on_2": "1990"}, "Le 30 février n’existe pas."),
    ({"birth_on_0": "30", "birth_on_1": "8", "birth_on_2": "2021"}, "Cette date n’est pas encore passée."),
    ({"municipality": "Rimousky"}, "Vouliez-vous dire Rimouski"),
    ({"municipality": "Zzyzx"}, "Municipalité inconnue."),
    ({"origin_country": "Colombbie"}, "Vouliez-vous dire Colombie"),
    ({"arrived_on": "2021-12-01"}, "inscrivez-la comme arrivée prévue"),
    (
        {"arrived_on": "1980-01-01", "birth_on_0": "1", "birth_on_1": "1", "birth_on_2": "1990"},
        "L’arrivée précède la naissance.",
    ),
    ({"valid_from": "2021-06-30", "valid_to": "2021-06-01"}, "La fin du permis précède son début."),
    ({"valid_to": "2023-06-01"}, "Choisissez le statut que ce document donne."),
    ({"language": "anglais"}, "Choisissez le motif qui permet cette langue."),
    ({"language": "anglais", "ground": "welcome"}, "l’accueil dans une autre langue se compte depuis elle"),
    ({"language": "anglais", "ground": "welcome", "arrived_on": "2020-12-01"}, "Ce motif est déjà échu"),
    ({"language": "français", "ground": "welcome", "arrived_on": "2021-07-01"}, "Choisissez un nom de la liste."),
    ({"listening": "13"}, "Écrivez au plus 12."),
    ({"phone": "12"}, "Écrivez un numéro complet"),
]


@pytest.mark.parametrize(("typed", "said"), WRONG, ids=[said for _typed, said in WRONG])
def test_bad_input_is_said_and_nothing_typed_is_lost(scene, typed, said) -> None:
    MunicipalityFactory.create(name="Rimouski")
    answer = enter(scene, contact_hours="Après 17 h", **typed)
    assert answer.status_code == 200
    text = text_of(answer)
    assert said in text
    assert "à corriger" in text
    assert "Après 17 h" in text
    assert Person.objects.filter(given_names="Aya").count() == 0
    assert Case.objects.count() == 1


def test_sent_twice_it_opens_one_dossier(scene) -> None:
    slip = slip_of(search(scene, given_names="Aya"))
    first, second = enter(scene, slip=slip), enter(scene, slip=slip)
    assert first.headers["Location"] == second.headers["Location"]
    assert Person.objects.filter(given_names="Aya").count() == 1


def test_a_page_one_came_back_to_does_not_stand_for_someone_else(scene) -> None:
    slip = slip_of(search(scene, given_names="Aya"))
    enter(scene, slip=slip)
    answer = enter(scene, slip=slip, given_names="Binta", family_names="Camara")
    assert "Cette page a déjà servi" in text_of(answer)
    assert Case.objects.count() == 2


def test_whoever_is_like_the_entry_and_was_not_searched_for_is_shown_before_writing(scene) -> None:
    slip = slip_of(search(scene, given_names="Aya"))
    case = CaseFactory.create(person=leila(), service_point=scene.case.service_point)
    answer = enter(scene, slip=slip, **LEILA)
    assert case.reference in text_of(answer)
    assert "Rien n’est encore enregistré" in text_of(answer)
    assert Person.objects.filter(family_names="Haddad").count() == 1
    assert enter(scene, slip=slip, is_someone_else="on", **LEILA).status_code == 302
    assert Person.objects.filter(family_names="Haddad").count() == 2


def test_the_search_set_aside_is_not_asked_again(scene) -> None:
    CaseFactory.create(person=leila(), service_point=scene.case.service_point)
    assert enter(scene, slip=slip_of(search(scene)), **LEILA).status_code == 302


# Routing and clock


def test_the_request_goes_to_the_point_that_serves_the_municipality(scene) -> None:
    served = ServicePointMunicipalityFactory.create(municipality__name="Matane")
    answer = enter(scene, municipality="Matane")
    case = Case.objects.exclude(pk=scene.case.pk).get()
    assert case.service_point == served.service_point
    assert answer.headers["Location"] == url("requests")


def test_without_a_point_that_serves_it_the_request_stays_here(scene) -> None:
    MunicipalityFactory.create(name="Schefferville")
    client = scene.client()
    slip = slip_of(client.post(url("intake"), {"given_names": "Aya"}))
    typed = {"search_pass": slip, "is_entered": "1", "given_names": "Aya", "contact_way": "phone"}
    client.post(url("intake_entry"), typed | {"municipality": "Schefferville"})
    case = Case.objects.exclude(pk=scene.case.pk).get()
    assert case.service_point == scene.case.service_point
    assert "Aucun point de services ne dessert cette municipalité" in text_of(client.get(url("cases"), {"state": ""}))


def test_an_agent_of_two_points_chooses_when_no_point_serves(scene) -> None:
    other = ServicePointFactory.create()
    AssignmentFactory.create(user=scene.agent, role="integration_agent", service_point=other)
    assert "Choisissez celui qui suivra la demande" in text_of(enter(scene))
    enter(scene, service_point=str(other.pk))
    assert Case.objects.exclude(pk=scene.case.pk).get().service_point == other


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (datetime(2021, 7, 14, 12, tzinfo=UTC), date(2021, 7, 21)),
        (datetime(2021, 3, 31, 12, tzinfo=UTC), date(2021, 4, 9)),  # Good Friday and Easter Monday
        (datetime(2021, 6, 21, 12, tzinfo=UTC), date(2021, 6, 29)),  # 24 June
        (datetime(2021, 6, 28, 12, tzinfo=UTC), date(2021, 7, 6)),  # 1 July
        (datetime(2021, 7, 18, 2, tzinfo=UTC), date(2021, 7, 23)),  # Saturday evening in Québec
    ],
)
def test_the_clock_of_five_working_days_knows_the_holidays(scene, received, due) -> None:
    entry = Entry(person={"given_names": "Aya"})
    point = scene.case.service_point
    case = register(
        case_id=uuid7(), entry=entry, service_point=point, searched_at=received, by=scene.agent, at=received
    )
    assert case.first_contact_due_on == due


# Someone already known


def _closing_reason():
    return ClosingReason.objects.create(code="plan", label_fr="Plan réalisé", label_en="Plan completed")


def test_a_known_person_gets_a_new_dossier_on_the_same_row(scene) -> None:
    person = leila()
    old = CaseFactory.create(
        person=person, service_point=scene.case.service_point, closing_reason=_closing_reason(), **CLOSED
    )
    town = ServicePointMunicipalityFactory.create(
        service_point=old.service_point, municipality__name="Mont-Joli"
    ).municipality
    found = search(scene)
    slip = slip_of(found)
    assert "Ouvrir un nouveau dossier" in text_of(found)
    page = scene.client().post(url("intake_existing", person), {"search_pass": slip})
    assert "Ouvrir un nouveau dossier pour Leïla Haddad" in text_of(page)
    sent = {"search_pass": slip, "is_entered": "1", "municipality": "Mont-Joli"}
    answers = [scene.client().post(url("intake_existing", person), sent) for _ in range(2)]
    new = Case.objects.get(person=person, state=CaseState.REQUESTED)
    assert {answer.headers["Location"] for answer in answers} == {url("case", new)}
    person.refresh_from_db()
    assert (person.municipality, person.revision) == (town, 1)


def test_a_known_person_out_of_reach_does_not_exist(scene) -> None:
    person = CaseFactory.create(person=leila()).person
    slip = slip_of(search(scene, given_names="Aya"))
    assert scene.client().post(url("intake_existing", person), {"search_pass": slip}).status_code == 404


def test_one_open_dossier_a_person(scene) -> None:
    with pytest.raises(RegistrationRefused, match="déjà un dossier ouvert"):
        open_case(
            case_id=uuid7(),
            person=scene.case.person,
            municipality=None,
            service_point=scene.case.service_point,
            by=scene.agent,
            at=AT,
        )


# The action


def test_two_agents_who_enter_the_same_person_at_once_make_one(scene) -> None:
    point = scene.case.service_point
    entry = Entry(person={"given_names": "Mohammed", "family_names": "Al-Cherif", "birth_on": BORN})
    register(case_id=uuid7(), entry=entry, service_point=point, searched_at=AT, by=scene.agent, at=AT)
    again = Entry(person={"given_names": "Cherif", "family_names": "Mohamed", "birth_on": BORN})
    with pytest.raises(RegistrationRefused, match="vient d’être inscrite"):
        register(case_id=uuid7(), entry=again, service_point=point, searched_at=AT, by=scene.colleague, at=AT)
    assert Person.objects.filter(birth_on=BORN).count() == 1


def test_a_refused_part_leaves_nothing_of_the_whole(scene) -> None:
    entry = Entry(
        person={"given_names": "Aya"},
        level={
            "listening": None,
            "speaking": None,
            "reading": None,
            "writing": None,
            "source": "test",
            "assessed_on": date(2021, 7, 1),
        },
    )
    with pytest.raises(Exception, match="au moins un niveau"):
        register(
            case_id=uuid7(), entry=entry, service_point=scene.case.service_point, searched_at=AT, by=scene.agent, at=AT
        )
    assert not Person.objects.filter(given_names="Aya").exists()
    assert Case.objects.count() == 1


def test_municipalities_are_suggested_while_typing(scene) -> None:
    for name in ("Rimouski", "Saint-Fabien", "Matane"):
        MunicipalityFactory.create(name=name)
    assert scene.client().get(url("municipalities"), {"q": "ri"}).json() == ["Rimouski"]
    assert scene.client().get(url("municipalities"), {"q": "fab"}).json() == ["Saint-Fabien"]
    assert scene.client().get(url("municipalities")).json() == []


def test_what_was_typed_comes_back_after_the_session_ended(scene) -> None:
    slip = slip_of(search(scene, given_names="Aya"))
    answer = enter(scene, slip=slip, contact_hours="Après 17 h", _reprise="1")
    assert "Vos renseignements sont revenus" in text_of(answer)
    assert "Après 17 h" in text_of(answer)
    assert Case.objects.count() == 1
