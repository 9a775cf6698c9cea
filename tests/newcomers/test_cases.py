"""The list of dossiers, and the search from the bar."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from ancrage.accounts.access import access_of
from ancrage.audit.models import AuditEntry
from ancrage.core.dates import local_day
from ancrage.newcomers.models import CaseState, ClosingReason, DeclaredTie
from ancrage.newcomers.queries import cases as queries
from ancrage.newcomers.queries.cases import agents_named
from tests.factories.accounts import user_as
from tests.factories.directory import OrganizationFactory, ServiceFactory
from tests.factories.newcomers import CaseFactory, CircleMemberFactory, PersonFactory
from tests.factories.territory import MrcFactory, MunicipalityFactory
from tests.newcomers.scene import Scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
NEW = {"state": CaseState.REQUESTED, "first_contact_at": None}


@pytest.fixture
def scene() -> Scene:
    return a_scene(person=PersonFactory.create(given_names="Leïla", family_names="Haddad", phone="+14185550142"))


def listed(scene: Scene, **query: str) -> str:
    return text_of(scene.client().get(url("cases"), {"state": "", **query}))


def test_dossiers_within_reach_are_listed_and_no_other(scene) -> None:
    elsewhere = CaseFactory.create()
    hidden = CaseFactory.create(service_point=scene.case.service_point, is_restricted=True)
    known = CaseFactory.create(service_point=scene.case.service_point)
    DeclaredTie.objects.create(case=known, user=scene.agent, declared_at=AT)
    named = CaseFactory.create(service_point=scene.case.service_point, is_restricted=True)
    CircleMemberFactory.create(case=named, user=scene.agent)
    text = listed(scene)
    assert "2 dossiers" in text
    for shown in (scene.case, named):
        assert shown.reference in text
    for absent in (elsewhere, hidden, known):
        assert absent.reference not in text
    assert set(AuditEntry.objects.get(verb="newcomers.list.consulted").about) == {
        scene.case.person_id,
        named.person_id,
    }


def test_a_director_lists_the_region(scene) -> None:
    other = CaseFactory.create(service_point__region=scene.case.region)
    text = text_of(scene.client(director_of(scene.case)).get(url("cases"), {"state": ""}))
    assert scene.case.reference in text
    assert other.reference in text


FILTERS = [
    {"q": "haddad leila"},
    {"q": "HADD"},
    {"q": "418 555-0142"},
    {"state": "active"},
    {"state": "ouverts"},
    {"agent": "agent"},
    {"mrc": "mrc"},
    {"mrc": "mrc", "municipality": "municipality"},
    {"q": "reference"},
]


@pytest.mark.parametrize("query", FILTERS, ids=str)
def test_filters_keep_what_they_say(scene, query) -> None:
    mrc = MrcFactory.create(region=scene.case.region)
    person = scene.case.person
    person.municipality = MunicipalityFactory.create(mrc=mrc)
    person.save()
    values = {
        "agent": str(scene.agent.pk),
        "mrc": str(mrc.pk),
        "municipality": str(person.municipality.pk),
        "reference": scene.case.reference,
    }
    reason = ClosingReason.objects.create(code="plan", label_fr="Plan réalisé", label_en="Plan completed")
    gone = CaseFactory.create(
        service_point=scene.case.service_point,
        agent=scene.colleague,
        state=CaseState.CLOSED,
        closed_at=AT,
        closing_reason=reason,
    )
    text = listed(scene, **{name: values.get(value, value) for name, value in query.items()})
    assert scene.case.reference in text
    assert f"{gone.reference}</small>" not in text


def test_a_municipality_is_chosen_within_its_mrc(scene) -> None:
    town, neighbour = (MunicipalityFactory.create(mrc=MrcFactory.create(region=scene.case.region)) for _ in range(2))
    other = MunicipalityFactory.create(mrc=town.mrc)
    cases = {}
    for place in (town, neighbour, other):
        cases[place] = CaseFactory.create(service_point=scene.case.service_point, person__municipality=place).reference
    assert 'name="municipality"' not in listed(scene, state="")
    of_mrc = listed(scene, mrc=str(town.mrc.pk))
    assert f'<option value="{other.pk}">' in of_mrc
    assert f'<option value="{neighbour.pk}">' not in of_mrc
    assert cases[other] in of_mrc
    of_town = listed(scene, mrc=str(town.mrc.pk), municipality=str(town.pk))
    assert cases[town] in of_town
    assert cases[other] not in of_town
    assert cases[other] in listed(scene, mrc=str(town.mrc.pk), municipality=str(neighbour.pk))


def test_filters_are_remembered_but_never_a_name(scene) -> None:
    client = scene.client()
    assert client.get(url("cases")).headers["Location"] == f"{url('cases')}?state=ouverts"
    client.get(url("cases"), {"state": "requested", "q": "Haddad", "agent": "personne"})
    assert "Haddad" not in str(client.cookies)
    assert client.get(url("cases")).headers["Location"] == f"{url('cases')}?state=requested&agent=personne"
    client.get(f"{url('cases')}?tous")
    assert client.get(url("cases")).headers["Location"] == f"{url('cases')}?tous"


@pytest.mark.parametrize("query", [{"mrc": "pas-un-numero"}, {"agent": "x' OR 1=1"}, {"state": "perdu"}, {"q": "\x00"}])
def test_a_filter_that_means_nothing_is_left_out(scene, query) -> None:
    assert scene.client().get(url("cases"), query).status_code == 200


def test_pages_follow_one_another_without_loss(scene) -> None:
    for n in range(60):
        CaseFactory.create(service_point=scene.case.service_point, requested_at=AT - timedelta(hours=n))
    client = scene.client()
    page, seen = client.get(url("cases"), {"state": ""}), []
    while True:
        rows = page.context["page"].rows
        seen += [row.pk for row in rows]
        if not page.context["page"].next:
            break
        page = client.get(url("cases") + page.context["page"].next)
    assert len(seen) == len(set(seen)) == 61


def test_counts_beyond_a_thousand_say_so(scene) -> None:
    CaseFactory.create_batch(3, service_point=scene.case.service_point)
    with (
        mock.patch("ancrage.newcomers.queries.cases.COUNTED", 2),
        mock.patch("ancrage.newcomers.views.cases.COUNTED", 2),
    ):
        assert "Plus de 1 000 dossiers" in listed(scene)


def test_the_same_number_of_statements_for_one_dossier_and_for_three(scene) -> None:
    client = scene.client()
    client.get(url("cases"), {"state": ""})
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(url("cases"), {"state": ""})
        counts.append(len(captured))
        CaseFactory.create_batch(2, service_point=scene.case.service_point, agent=scene.agent)
    assert counts[0] == counts[1] <= 14


def test_empty_lists_say_what_to_do(scene) -> None:
    nobody = user_as("integration_agent")
    assert "Inscrire une personne" in text_of(scene.client(nobody).get(f"{url('cases')}?tous"))
    assert "Voir tous les dossiers" in text_of(scene.client(nobody).get(url("cases"), {"state": "requested"}))


# The search from the bar


def found(scene: Scene, typed: str, user=None) -> str:
    return text_of(scene.client(user).get(reverse("workspace:search"), {"q": typed}))


@pytest.mark.parametrize("typed", ["leila haddad", "Haddad", "Leyla Haddad", "418 555 0142", "+14185550142"])
def test_a_person_within_reach_is_found(scene, typed) -> None:
    assert scene.case.reference in found(scene, typed)
    assert AuditEntry.objects.get(verb="workspace.search.consulted").about == [scene.case.person_id]


def test_a_number_leads_straight_to_its_dossier(scene) -> None:
    answer = scene.client().get(reverse("workspace:search"), {"q": scene.case.reference.lower()})
    assert answer.headers["Location"] == url("case", scene.case)


@pytest.mark.parametrize("typed", ["Haddad", "418 555 0142", "reference"])
def test_out_of_reach_and_restricted_are_not_found(scene, typed) -> None:
    stranger = user_as("integration_agent")
    scene.case.is_restricted = True
    scene.case.save()
    typed = scene.case.reference if typed == "reference" else typed
    for user in (scene.agent, stranger):
        text = found(scene, typed, user)
        assert "Rien trouvé" in text
        assert scene.case.person.given_names not in text
    assert not AuditEntry.objects.filter(verb="workspace.search.consulted").exists()


def test_the_directory_is_found_by_whoever_reads_it(scene) -> None:
    organization = OrganizationFactory.create(name="Accueil et intégration Bas-Saint-Laurent", short_name="AIBSL")
    ServiceFactory.create(organization=organization, name="Jumelage interculturel")
    adviser = user_as("regional_adviser")
    for typed in ("accueil et integration", "AIBSL"):
        assert "Accueil et intégration Bas-Saint-Laurent" in found(scene, typed, adviser)
    assert "Jumelage interculturel" in found(scene, "jumelage", adviser)
    assert "Haddad" not in found(scene, "leila", adviser)


@pytest.mark.parametrize("typed", ["", "a", "\x00\x00", "%", "'", "(((", "x" * 500])
def test_odd_searches_answer(scene, typed) -> None:
    assert scene.client().get(reverse("workspace:search"), {"q": typed}).status_code == 200


def test_a_search_asks_as_many_statements_for_one_as_for_three(scene) -> None:
    client = scene.client()
    address = reverse("workspace:search")
    client.get(address, {"q": "haddad"})
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(address, {"q": "haddad"})
        counts.append(len(captured))
        for _more in range(2):
            CaseFactory.create(service_point=scene.case.service_point, person__family_names="Haddad")
    assert counts[0] == counts[1]


def test_where_agents_are_many_one_is_looked_for_by_name(scene, monkeypatch) -> None:
    """The address then holds a key, never the name: a list is remembered and shared by it."""
    monkeypatch.setattr(queries, "MANY", 0)
    mine = CaseFactory.create(service_point=scene.case.service_point, agent=scene.agent)
    other = CaseFactory.create(service_point=scene.case.service_point, agent=scene.colleague)
    client = scene.client()
    found = client.get(url("cases"), {"agent": scene.agent.full_name.upper()})
    assert found.headers["Location"] == f"{url('cases')}?agent={scene.agent.pk}"
    page = client.get(found.headers["Location"]).content.decode()
    assert mine.reference in page
    assert other.reference not in page
    assert f'value="{escape(scene.agent.full_name)}"' in page
    lost = client.get(url("cases"), {"agent": "Personne de ce nom"})
    assert "Choisissez un nom de la liste." in lost.content.decode()
    assert client.get(url("cases"), {"agent": "personne"}).status_code == 200


def test_names_are_suggested_within_reach_alone(scene) -> None:
    stranger = user_as("integration_agent")
    client = scene.client()
    typed = scene.colleague.full_name[:4]
    assert scene.colleague.full_name in client.get(url("case_agents"), {"q": typed}).json()
    assert client.get(url("case_agents"), {"q": stranger.full_name}).json() == []
    assert client.get(url("case_agents"), {"q": ""}).json() == []


def test_two_agents_of_one_name_are_told_apart(scene) -> None:
    scene.colleague.full_name = scene.agent.full_name
    scene.colleague.save()
    names = [name for _key, name in agents_named(access_of(scene.agent, AT), local_day(AT))]
    assert f"{scene.agent.full_name} ({scene.agent.email})" in names
    assert len(names) == len(set(names))
