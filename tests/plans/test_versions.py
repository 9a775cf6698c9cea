import pytest

from ancrage.plans import actions
from ancrage.plans.actions import PlanChanged, PlanRefused
from ancrage.plans.models import PlanVersion
from tests.factories.directory import NeedDomainFactory
from tests.plans.writing import AT, Writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing():
    writing = Writing()
    writing.action(writing.goal(writing.need()))
    return writing


def accept(version, writing, mode="verbal"):
    return actions.accept_version(version=version, mode=mode, by=writing.by, at=AT)


def test_a_version_freezes_the_plan(writing):
    version = writing.version(context={"person": "P"}, language="es")
    assert (version.number, version.language, version.revision) == (1, "es", 3)
    need = version.content["needs"][0]
    assert need["title"] == "une place en garderie"
    assert need["goals"][0]["actions"][0]["text"] == "appeler"
    writing.action(writing.goal(writing.need(title="autre")))
    assert len(PlanVersion.objects.get().content["needs"]) == 1


def test_restricted_needs_are_left_out(writing):
    need = writing.need(domain=NeedDomainFactory.create(is_sensitive=True), title="un secret")
    writing.action(writing.goal(need, text="très secret"))
    assert "secret" not in str(writing.version().content)


def test_a_plan_without_a_goal_gives_nothing_to_hand_over():
    writing = Writing()
    writing.need()
    with pytest.raises(PlanRefused, match="pas encore d’objectif"):
        writing.version()


def test_a_plan_of_restricted_goals_gives_nothing_either():
    writing = Writing()
    writing.goal(writing.need(domain=NeedDomainFactory.create(is_sensitive=True)))
    with pytest.raises(PlanRefused):
        writing.version()


def test_the_same_version_twice_is_refused(writing):
    writing.version()
    with pytest.raises(PlanRefused, match="depuis la version 1"):
        writing.version()
    assert writing.version(language="ar").number == 2


def test_a_version_is_made_of_the_plan_that_was_read(writing):
    with pytest.raises(PlanChanged):
        writing.version(revision=1)


@pytest.mark.parametrize("mode", ["verbal", "on_screen"])
def test_the_person_accepts_the_last_version(writing, mode):
    accepted = accept(writing.version(), writing, mode)
    assert (accepted.accepted_at, accepted.acceptance) == (AT, mode)


def test_an_older_version_is_not_accepted(writing):
    older = writing.version()
    writing.goal(writing.need())
    writing.version()
    with pytest.raises(PlanRefused, match="La version 2 a remplacé la version 1"):
        accept(older, writing)
    older.refresh_from_db()
    assert older.accepted_at is None


def test_a_version_is_accepted_once(writing):
    version = writing.version()
    accept(version, writing)
    with pytest.raises(PlanRefused, match="déjà acceptée"):
        accept(version, writing, "on_screen")
