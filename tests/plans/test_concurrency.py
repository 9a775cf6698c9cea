"""Two people at once: one writes, the other is told, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from ancrage.plans import actions
from ancrage.plans.actions import PlanChanged, PlanRefused
from ancrage.plans.models import Need, PlanChange, PlanVersion
from tests.factories.accounts import UserFactory
from tests.factories.directory import NeedDomainFactory
from tests.plans.writing import AT, Writing

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs):
    """Run them together; the refusal of each, or None."""
    barrier = Barrier(len(verbs))

    def run(verb):
        barrier.wait()
        try:
            verb()
        except PlanRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


def test_of_two_edits_from_the_same_reading_one_wins_and_the_other_is_told():
    one, other = UserFactory.create(), UserFactory.create()
    writing = Writing(by=one)
    need = writing.need(title="au départ")
    domain = need.domain
    values = {"domain": domain, "level": 1, "urgency": "short", "covered_by": "agent", "state": "identified"}

    def edit(by):
        return lambda: actions.change_need(
            need=Need.objects.get(pk=need.pk), expected_revision=1, title=by.full_name, **values, by=by, at=AT
        )

    refusals = at_once(edit(one), edit(other))
    told = [refusal for refusal in refusals if refusal]
    assert [type(refusal) for refusal in told] == [PlanChanged]
    change = PlanChange.objects.get(revision=2)
    need.refresh_from_db()
    assert need.title == change.by.full_name
    assert change.by == [one, other][refusals.index(None)]


def test_two_acceptances_at_once_make_one():
    writing = Writing()
    writing.goal(writing.need(domain=NeedDomainFactory.create()))
    version = writing.version()

    def accept(mode):
        return lambda: actions.accept_version(
            version=PlanVersion.objects.select_related("plan").get(pk=version.pk), mode=mode, by=writing.by, at=AT
        )

    refusals = at_once(accept("verbal"), accept("on_screen"))
    assert len([refusal for refusal in refusals if refusal]) == 1
    version.refresh_from_db()
    assert version.acceptance == ["verbal", "on_screen"][refusals.index(None)]
