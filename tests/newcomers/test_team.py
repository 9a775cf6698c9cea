"""Mon équipe: each figure is the length of the list that its link shows."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.accounts.access import access_of
from ancrage.accounts.models import Assignment, User
from ancrage.newcomers.models import Case, CaseBatch, CaseState, ClosingReason
from ancrage.newcomers.queries.team import PointTeam, team_of
from ancrage.territory.dated import from_day
from tests.factories.accounts import user_as
from tests.factories.newcomers import CaseFactory, CircleMemberFactory, FollowUpFactory
from tests.factories.territory import ServicePointFactory
from tests.newcomers.scene import Scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
DAY = date(2021, 7, 14)
WAITS = {"state": CaseState.REQUESTED, "first_contact_at": None}
NAMES = ("open", "to_reach", "late", "overdue")


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return a_scene()


@pytest.fixture
def director(scene) -> User:
    return director_of(scene.case)


def here(scene: Scene, **fields) -> Case:
    return CaseFactory.create(service_point=scene.case.service_point, **fields)


def team(scene: Scene, reader: User) -> PointTeam:
    [found] = team_of([scene.case.service_point], access_of(reader, AT), DAY)
    return found


def worker(scene: Scene, reader: User, user: User | None):
    return next(one for one in team(scene, reader).workers if one.user == user)


def numbers(figures) -> tuple[int, ...]:
    return tuple(getattr(figures, name) for name in NAMES)


def a_busy_point(scene: Scene) -> None:
    here(scene, **WAITS)
    here(scene, **WAITS, first_contact_due_on=date(2021, 7, 20))
    here(scene, agent=scene.colleague, requested_at=AT - timedelta(days=9), first_contact_at=AT - timedelta(days=5))
    FollowUpFactory.create(case=scene.case, due_on=date(2021, 7, 1))
    FollowUpFactory.create(case=scene.case, due_on=date(2021, 7, 2))
    FollowUpFactory.create(case=scene.case, due_on=date(2021, 8, 2))
    reason = ClosingReason.objects.create(code="x", label_fr="x", label_en="x")
    here(scene, agent=scene.agent, state="closed", closed_at=AT, closing_reason=reason, requested_at=AT - timedelta(2))


def test_figures_by_worker_and_by_point(scene, director) -> None:
    a_busy_point(scene)
    assert numbers(worker(scene, director, None).figures) == (2, 2, 1, 0)
    assert numbers(worker(scene, director, scene.agent).figures) == (1, 0, 0, 1)
    assert numbers(worker(scene, director, scene.colleague).figures) == (1, 0, 0, 0)
    assert worker(scene, director, scene.colleague).figures.delay == 4
    assert numbers(team(scene, director).whole) == (4, 2, 1, 1)


def test_every_figure_is_the_length_of_its_list(scene, director) -> None:
    a_busy_point(scene)
    ServicePointFactory.create(region=scene.case.region)
    gone = user_as("integration_agent")
    here(scene, agent=gone)
    client, found = scene.client(director), team(scene, director)
    page = text_of(client.get(url("team")))
    tried = 0
    for figures in [found.whole, *(one.figures for one in found.workers)]:
        for name in NAMES:
            assert f"?{figures.links[name]}".replace("&", "&amp;") in page or f"?{figures.links[name]}" in page
            total = client.get(f"{url('cases')}?{figures.links[name]}").context["total"]
            assert total == getattr(figures, name), (figures, name)
            tried += total > 0
    assert tried > 8
    assert "ne travaille plus ici" in page


def test_a_restricted_dossier_counts_for_those_named_alone(scene, director) -> None:
    hidden = here(scene, is_restricted=True, agent=scene.colleague)
    assert team(scene, director).whole.open == 1
    CircleMemberFactory.create(case=hidden, user=director)
    assert team(scene, director).whole.open == 2


def test_only_points_within_reach_are_shown(scene, director) -> None:
    far = CaseFactory.create()
    text = text_of(scene.client(director).get(url("team")))
    assert scene.case.service_point.name in text
    assert f"t-{far.service_point_id}" not in text
    assert scene.client().get(url("team")).status_code == 404


def test_the_page_asks_as_many_statements_for_one_point_as_for_three(scene, director) -> None:
    client = scene.client(director)
    client.get(url("team"))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(url("team"))
        counts.append(len(captured))
        for _more in range(2):
            point = ServicePointFactory.create(region=scene.case.region)
            CaseFactory.create_batch(2, service_point=point, agent=user_as("integration_agent", point))
    assert counts[0] == counts[1] <= 14


@pytest.fixture
def crowd(scene) -> list[User]:
    """Three hundred at one service point, each with a dossier."""
    point = scene.case.service_point
    people = [User(email=f"a{n}@ancrage.example", full_name=f"Agente {n:03d}", created_at=AT) for n in range(298)]
    User.objects.bulk_create(people)
    during = from_day(date(2020, 1, 1))
    Assignment.objects.bulk_create(
        Assignment(user=one, role="integration_agent", service_point=point, during=during) for one in people
    )
    for one in people[:5]:
        here(scene, agent=one)
    here(scene, agent=people[297], **WAITS, first_contact_due_on=date(2021, 7, 1))
    here(scene, **WAITS)
    return people


def statements(client, address: str) -> tuple[int, str]:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    return len(captured), text_of(answer)


def test_a_point_of_many_folds_and_its_total_stays(scene, director, crowd) -> None:
    client = scene.client(director)
    asked, text = statements(client, url("team"))
    assert asked <= 14
    assert "Voir les 300 personnes" in text
    assert "Agente 000" not in text
    assert "Personne encore" in text
    assert numbers(team(scene, director).whole) == (8, 2, 2, 0)
    assert len(team(scene, director).workers) == 1
    assert len(text) < 60_000
    small = CaseFactory.create(service_point__region=scene.case.region, agent=crowd[0])
    assert f"t-{small.service_point_id}" in text_of(client.get(url("team")))


def test_the_list_of_a_point_is_read_by_page_and_its_total_stays(scene, director, crowd) -> None:
    client, address, seen = scene.client(director), url("team_point", scene.case.service_point), []
    while address:
        asked, text = statements(client, address)
        assert asked <= 14
        assert (text.count("Personne encore") == 1) == (not seen)
        context = client.get(address).context
        assert numbers(context["team"].whole) == (8, 2, 2, 0)
        seen += [one.user for one in context["team"].workers if one.user]
        address = url("team_point", scene.case.service_point) + context["page"].next if context["page"].next else ""
    assert len(seen) == len(set(seen)) == 300
    assert [one.sort for one in seen] == sorted(one.sort for one in seen)
    assert set(crowd) < set(seen)


@pytest.mark.parametrize("typed", ["agente 297", "AGENTÉ 297"])
@pytest.mark.usefixtures("crowd")
def test_a_worker_is_found_by_name_at_the_points_within_reach(scene, director, typed) -> None:
    client = scene.client(director)
    for address in (url("team"), url("team_point", scene.case.service_point)):
        asked, text = statements(client, f"{address}?q={typed}")
        assert asked <= 14
        assert "Agente 297" in text
        assert "Agente 296" not in text
        assert "Personne encore" not in text
    [found] = client.get(f"{url('team')}?q={typed}").context["teams"]
    assert found.whole is None
    assert numbers(found.workers[0].figures) == (1, 1, 1, 0)
    assert "Personne à ce nom" in text_of(client.get(f"{url('team')}?q=zzz"))
    assert "Ensemble" not in text_of(client.get(f"{url('team')}?q={typed}"))
    assert "Ensemble" in text_of(client.get(url("team")))


def test_whoever_is_out_of_reach_is_not_found(scene, director) -> None:
    far = CaseFactory.create(agent=user_as("integration_agent", full_name="Zoé Lointaine"))
    client = scene.client(director)
    assert "Zoé" not in text_of(client.get(f"{url('team')}?q=lointaine"))
    assert client.get(url("team_point", far.service_point)).status_code == 404
    hidden = here(scene, is_restricted=True, agent=far.agent)
    assert "Zoé" not in text_of(client.get(f"{url('team')}?q=lointaine"))
    CircleMemberFactory.create(case=hidden, user=director)
    assert "Zoé" in text_of(client.get(f"{url('team')}?q=lointaine"))


def test_what_someone_who_leaves_follows_is_shared_and_put_back(scene, director) -> None:
    third = user_as("integration_agent", scene.case.service_point)
    others = [here(scene, agent=scene.agent) for _ in range(3)]
    elsewhere = CaseFactory.create(service_point__region=scene.case.region, agent=scene.agent)
    client = scene.client(director)
    address = url("team_handover", scene.case.service_point, scene.agent)
    page = text_of(client.get(address))
    assert "4 dossiers ouverts" in page
    assert f">{scene.agent.full_name}<" not in re.sub(r"<h1>.*?</h1>", "", page)
    assert client.post(address, {"to": [scene.colleague.pk, third.pk]}).headers["Location"] == url("team")
    assert Case.objects.filter(agent=scene.colleague).count() == Case.objects.filter(agent=third).count() == 2
    elsewhere.refresh_from_db()
    assert elsewhere.agent == scene.agent
    client.post(url("batch_undo", CaseBatch.objects.get()))
    assert Case.objects.filter(agent=scene.agent).count() == len(others) + 2
    assert "Confiez" not in page


def test_there_may_be_nothing_to_give_or_nobody_to_give_it_to(scene, director) -> None:
    client = scene.client(director)
    nothing = client.get(url("team_handover", scene.case.service_point, scene.colleague))
    assert "Aucun dossier à confier" in text_of(nothing)
    alone = CaseFactory.create(service_point__region=scene.case.region, agent=scene.agent)
    nobody = client.get(url("team_handover", alone.service_point, scene.agent))
    assert "Personne d’autre à ce point de services" in text_of(nobody)
