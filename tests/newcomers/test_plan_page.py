from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.audit.models import AuditEntry
from ancrage.core import now, today
from ancrage.newcomers.queries.header import case_header
from tests.factories.directory import NeedDomainFactory, OrganizationFactory, ServiceFactory
from tests.factories.newcomers import (
    CaseFactory,
    CaseReferralFactory,
    CircleMemberFactory,
    ConsentFactory,
    ContactNoteFactory,
    FollowUpFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    ImmigrationStatusFactory,
    PersonFactory,
)
from tests.factories.plans import GoalFactory, NeedFactory, PlanActionFactory
from tests.factories.referrals import ReferralFactory
from tests.newcomers.scene import a_restricted_scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db
BUDGET = 14
SECRET = "ce que seules les personnes nommées lisent"


@pytest.fixture
def scene():
    return a_scene()


def page(scene, user=None):
    return scene.client(user).get(url("case", scene.case))


def a_need(case, **fields):
    need = NeedFactory.create(plan=case.plan, **fields)
    goal = GoalFactory.create(need=need, text=f"but de {need.title}")
    late = PlanActionFactory.create(goal=goal, text=f"tâche de {need.title}", due_on=today() - timedelta(days=3))
    PlanActionFactory.create(goal=goal, state="done", done_on=today())
    return need, goal, late


def a_secret(case):
    domain = NeedDomainFactory.create(is_sensitive=True)
    need, _goal, _late = a_need(case, title=SECRET, domain=domain, is_restricted=True)
    referral = ReferralFactory.create(is_restricted=True, domain=domain, service=ServiceFactory.create(name=SECRET))
    CaseReferralFactory.create(case=case, need=need, referral=referral)
    ContactNoteFactory.create(case=case, is_restricted=True)
    return need


def test_the_page_shows_the_plan(scene):
    a_need(scene.case, title="une place en garderie")
    text = text_of(page(scene))
    assert "une place en garderie" in text
    assert "but de une place" in text
    assert "1 action faite sur 2" in text
    assert "en retard" in text


def test_a_referral_is_among_the_actions_of_its_need(scene):
    need, _goal, _late = a_need(scene.case)
    service = ServiceFactory.create(name="Halte-garderie", organization=OrganizationFactory.create(name="AIBSL"))
    CaseReferralFactory.create(case=scene.case, need=need, referral=ReferralFactory.create(service=service))
    text = text_of(page(scene))
    block = text[text.index(f"besoin-{need.pk}") : text.index("an-card__foot")]
    assert "Halte-garderie" in block
    assert "Brouillon" in block


def test_an_empty_plan_says_what_to_do(scene):
    assert "Ajouter un besoin" in text_of(page(scene))


def test_the_page_leaves_one_entry(scene):
    page(scene)
    entry = AuditEntry.objects.get(verb="newcomers.case.consulted")
    assert set(entry.about) >= {scene.case.person_id}


def queries(scene, count):
    for _number in range(count):
        need, _goal, _late = a_need(scene.case)
        CaseReferralFactory.create(case=scene.case, need=need)
        FollowUpFactory.create(case=scene.case)
        HouseholdMemberFactory.create(household=scene.home, person=PersonFactory.create())
    client = scene.client()
    client.get(url("case", scene.case))
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url("case", scene.case)).status_code == 200
    return [query["sql"] for query in counted]


def test_the_page_holds_in_its_budget_whatever_the_plan_holds(scene):
    scene.home = HouseholdFactory.create()
    HouseholdMemberFactory.create(household=scene.home, person=scene.case.person)
    ConsentFactory.create(case=scene.case)
    ImmigrationStatusFactory.create(person=scene.case.person, valid_to=today() + timedelta(days=20))
    one = queries(scene, 1)
    three = queries(scene, 3)
    assert len(one) == len(three)
    assert len(three) <= BUDGET, "\n".join(sql[:150] for sql in three)


@pytest.mark.parametrize("who", ["colleague", "director"])
def test_what_is_restricted_shows_to_nobody_who_is_not_named(scene, who):
    a_need(scene.case)
    a_secret(scene.case)
    reader = scene.colleague if who == "colleague" else director_of(scene.case)
    text = text_of(page(scene, reader))
    assert SECRET not in text
    assert "1 action faite sur 2" in text
    header = case_header(scene.loaded(reader), scene.access(reader), now())
    assert (header.counts["notes"], header.counts["referrals"]) == (0, 0)


def test_what_is_restricted_shows_to_whoever_is_named(scene):
    a_secret(scene.case)
    CircleMemberFactory.create(case=scene.case, user=scene.colleague)
    assert SECRET in text_of(page(scene, scene.colleague))
    header = case_header(scene.loaded(scene.colleague), scene.access(scene.colleague), now())
    assert (header.counts["notes"], header.counts["referrals"]) == (1, 1)


def test_a_member_whose_dossier_is_restricted_is_in_no_household(scene):
    hidden = a_restricted_scene()
    shown = PersonFactory.create(given_names="Sofía", family_names="Ruiz")
    home = HouseholdFactory.create()
    for person in (scene.case.person, hidden.case.person, shown):
        HouseholdMemberFactory.create(household=home, person=person)
    text = text_of(page(scene))
    assert "Sofía Ruiz" in text
    assert hidden.case.person.full_name not in text
    assert case_header(scene.loaded(), scene.access(), now()).counts["household"] == 2


def test_a_director_reads_and_changes_nothing(scene):
    a_need(scene.case)
    text = text_of(page(scene, director_of(scene.case)))
    assert "Ajouter un besoin" not in text
    assert "Marquer comme faite" not in text


def test_a_closed_dossier_offers_no_change(scene):
    from ancrage.newcomers.models import ClosingReason
    from tests.factories.newcomers import CaseFactory as Cases

    reason = ClosingReason.objects.create(code="fin", label_fr="Fin", label_en="End")
    scene.case = Cases.create(
        service_point=scene.case.service_point,
        agent=scene.agent,
        state="closed",
        closed_at=now(),
        closing_reason=reason,
    )
    a_need(scene.case)
    text = text_of(page(scene))
    assert "Fermé" in text
    assert "Ajouter un besoin" not in text


@pytest.mark.parametrize(
    ("days", "said"), [(200, ""), (91, "dans 91 jours"), (0, "aujourd'hui"), (-1, "échéance passée")]
)
def test_an_expiring_permit_shows(scene, days, said):
    ImmigrationStatusFactory.create(
        person=scene.case.person, valid_from=date(2020, 1, 1), valid_to=today() + timedelta(days=days)
    )
    text = text_of(page(scene)).replace("’", "'")
    assert ("échéance" in text) == bool(said)
    assert said in text


def test_another_dossier_is_out_of_reach(scene):
    scene.case = CaseFactory.create()
    assert page(scene).status_code == 404
