"""Writing the plan from its pages: with and without HTMX, at the same time as another, and undone."""

import re
from datetime import timedelta

import pytest

from ancrage.audit.models import AuditEntry
from ancrage.core import now, today
from ancrage.newcomers.actions.plan import add_need
from ancrage.newcomers.models import CircleMember
from ancrage.plans.actions import PlanRefused, change_goal
from ancrage.plans.models import CatalogueAction, CatalogueGoal, Goal, Need, PlanAction, PlanChange
from tests.factories.directory import NeedDomainFactory
from tests.factories.newcomers import CaseFactory, CircleMemberFactory
from tests.factories.plans import GoalFactory, NeedFactory, PlanActionFactory
from tests.newcomers.scene import a_scene, text_of, url

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
NEED = {"title": "une place en garderie", "level": "2", "urgency": "urgent", "covered_by": "agent"}


@pytest.fixture
def scene():
    return a_scene()


@pytest.fixture
def action(scene):
    need = NeedFactory.create(plan=scene.case.plan)
    return PlanActionFactory.create(goal=GoalFactory.create(need=need), text="Appeler trois garderies")


def post(scene, name, *args, user=None, htmx=False, **data):
    scene.case.plan.refresh_from_db()
    data.setdefault("revision", scene.case.plan.revision)
    return scene.client(user).post(url(name, scene.case, *args), data, headers=HTMX if htmx else {})


def test_need_goal_and_action_are_added_one_after_the_other(scene):
    domain = NeedDomainFactory.create()
    assert post(scene, "need_add", domain=domain.pk, **NEED).status_code == 302
    need = Need.objects.get(plan=scene.case.plan)
    assert (need.title, need.level, need.domain) == ("une place en garderie", 2, domain)
    post(scene, "goal_add", need, text="Avoir une place", target_on="2021-09-01")
    goal = Goal.objects.get(need=need)
    post(scene, "action_add", goal, text="Appeler", performer="person")
    post(scene, "action_add", goal, text="Appeler", performer="person")
    assert [action.text for action in goal.actions.order_by("position")] == ["Appeler", "Appeler"]
    assert "Appeler" in text_of(scene.client().get(url("case", scene.case)))


def test_a_text_of_the_catalogue_is_known_by_its_words(scene):
    need = NeedFactory.create(plan=scene.case.plan)
    entry = CatalogueGoal.objects.create(domain=need.domain, code="g", label_fr="Trouver un logement", label_en="Find")
    other = CatalogueGoal.objects.create(
        domain=NeedDomainFactory.create(), code="h", label_fr="Un autre domaine", label_en="Other"
    )
    form = text_of(scene.client().get(url("goal_add", scene.case, need)))
    assert entry.label_fr in form
    assert other.label_fr not in form
    post(scene, "goal_add", need, text="trouver un logement")
    assert Goal.objects.get().entry == entry
    post(scene, "goal_edit", Goal.objects.get(), text="Trouver un logement à Matane")
    assert Goal.objects.get().entry is None


def test_the_catalogue_gives_the_usual_delay(scene, action):
    CatalogueAction.objects.create(
        domain=action.goal.need.domain, code="a", label_fr="Visiter", label_en="Visit", usual_days=10
    )
    post(scene, "action_add", action.goal, text="Visiter", performer="agent")
    assert PlanAction.objects.get(text="Visiter").due_on == today() + timedelta(days=10)


def test_the_agent_types_a_translation_in_the_language_of_the_person(scene, action):
    assert "Traduction" not in text_of(scene.client().get(url("action_edit", scene.case, action)))
    scene.case.person.service_languages.create(
        language="es", ground="welcome", attested_on=today(), expires_on=today() + timedelta(days=30)
    )
    assert "Traduction (espagnol)" in text_of(scene.client().get(url("action_edit", scene.case, action)))
    post(scene, "action_edit", action, text=action.text, performer="person", translation="Llamar")
    action.refresh_from_db()
    assert action.translations == {"es": "Llamar"}


@pytest.mark.parametrize("htmx", [False, True])
def test_an_action_is_marked_in_place(scene, action, htmx):
    answer = post(scene, "action_mark", action, state="done", htmx=htmx)
    action.refresh_from_db()
    assert (action.state, action.done_on) == ("done", today())
    if htmx:
        assert answer.headers["HX-Retarget"] == "#plan"
        text = text_of(answer)
        assert "1 action faite sur 1" in text
        assert "/annuler/" in text
        assert "<html" not in text
    else:
        assert answer.status_code == 302


@pytest.mark.parametrize("htmx", [False, True])
def test_what_was_done_is_undone(scene, action, htmx):
    post(scene, "action_mark", action, state="abandoned")
    change = PlanChange.objects.get()
    answer = post(scene, "plan_undo", change, htmx=htmx)
    action.refresh_from_db()
    assert action.state == "todo"
    assert answer.status_code == (200 if htmx else 302)


def test_a_goal_is_reached_and_not_after_all(scene, action):
    post(scene, "goal_mark", action.goal, reached="on")
    action.goal.refresh_from_db()
    assert action.goal.reached_on == today()
    post(scene, "goal_mark", action.goal)
    action.goal.refresh_from_db()
    assert action.goal.reached_on is None


def test_putting_off_asks_a_day_to_come(scene, action):
    answer = post(scene, "action_postpone", action, due_on=today().isoformat())
    assert "Choisissez un jour à venir" in text_of(answer)
    later = today() + timedelta(days=5)
    post(scene, "action_postpone", action, due_on=later.isoformat())
    action.refresh_from_db()
    assert (action.state, action.due_on) == ("postponed", later)


def test_impossible_dates_are_told_beside_the_field_and_nothing_is_lost(scene, action):
    answer = post(scene, "action_add", action.goal, text="Écrire à Zoé", performer="agent", due_on="2021-02-30")
    text = text_of(answer)
    assert "Le 30 février n’existe pas" in text
    assert "Écrire à Zoé" in text
    assert "2021-02-30" in text


def behind(scene, action, by):
    """Someone else changes the goal after the page was read."""
    change_goal(goal=action.goal, expected_revision=0, text="Un but récrit par une collègue", by=by, at=now())


@pytest.mark.parametrize("htmx", [False, True])
def test_the_second_to_edit_sees_what_changed_and_chooses(scene, action, htmx):
    behind(scene, action, scene.colleague)
    typed = {"text": "Ce que je viens d'écrire", "performer": "agent", "due_on": "2021-08-01"}
    answer = post(scene, "action_edit", action, revision=0, htmx=htmx, **typed)
    text = text_of(answer)
    assert scene.colleague.full_name in text
    assert "Un but récrit par une collègue" in text
    assert "Enregistrer ma version" in text
    assert "Garder le plan tel qu’il est" in text
    assert "Ce que je viens d'écrire" in text
    action.refresh_from_db()
    assert action.text == "Appeler trois garderies"
    assert 'name="revision" value="1"' in text
    post(scene, "action_edit", action, revision=1, **typed)
    action.refresh_from_db()
    assert action.text == "Ce que je viens d'écrire"


@pytest.fixture
def added(scene):
    """A need, a goal and an action added one after the other by the agent; each undoes on its own."""
    post(scene, "need_add", domain=NeedDomainFactory.create().pk, **NEED)
    post(scene, "goal_add", Need.objects.get(), text="Avoir une place")
    post(scene, "action_add", Goal.objects.get(), text="Appeler", performer="person")
    return {change.kind: change for change in PlanChange.objects.all()}


def taken_away(scene, added, *kinds):
    """Undone by the colleague, the last added first."""
    for kind in kinds:
        post(scene, "plan_undo", added[kind], user=scene.colleague)


EDITS = {
    "action_edit": (["action_added"], {"text": "Écrire à Zoé", "performer": "agent"}, "Cette action"),
    "goal_edit": (["action_added", "goal_added"], {"text": "Écrire à Zoé"}, "Cet objectif"),
    "need_edit": (
        ["action_added", "goal_added", "need_added"],
        NEED | {"title": "Écrire à Zoé", "state": "met"},
        "Ce besoin",
    ),
}


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("name", EDITS)
def test_what_was_typed_over_a_row_taken_away_is_given_back_and_added_anew(scene, added, name, htmx):
    kinds, typed, row = EDITS[name]
    typed = typed | ({"domain": NeedDomainFactory.create().pk} if name == "need_edit" else {})
    taken_away(scene, added, *kinds)
    answer = post(scene, name, added[kinds[-1]].row, revision=3, htmx=htmx, **typed)
    text = text_of(answer)
    assert f"{row} vient d’être retiré" in text
    assert scene.colleague.full_name in text
    assert "Écrire à Zoé" in text
    form = answer.context["form"]
    address = re.search(r'<form[^>]* action="(?P<to>[^"]+/plan/[^"]+)"', answer.content.decode())["to"]
    assert scene.client().post(address, dict(form.data.items())).status_code == 302
    model = {"action_edit": PlanAction, "goal_edit": Goal, "need_edit": Need}[name]
    assert str(model.objects.get()) == "Écrire à Zoé"


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("goal_add", ["action_added", "goal_added", "need_added"]),
        ("action_add", ["action_added", "goal_added"]),
        ("goal_edit", ["action_added", "goal_added", "need_added"]),
    ],
)
def test_what_was_typed_where_nothing_is_left_to_hold_it_is_shown(scene, added, name, kinds):
    taken_away(scene, added, *kinds)
    row = added["goal_added" if name != "goal_add" else "need_added"].row
    text = text_of(post(scene, name, row, text="Écrire à Zoé", performer="agent"))
    assert "vient d’être retiré" in text
    assert "Écrire à Zoé" in text
    assert "copiez-le" in text


def test_a_restricted_row_taken_away_never_was_there_for_who_is_not_named(scene):
    post(scene, "need_add", domain=NeedDomainFactory.create(is_sensitive=True).pk, **NEED)
    change = PlanChange.objects.get()
    post(scene, "plan_undo", change)
    assert "Ce besoin vient d’être retiré" in text_of(post(scene, "need_edit", change.row, **NEED))
    assert post(scene, "need_edit", change.row, user=scene.colleague, **NEED).status_code == 404


def test_a_row_taken_away_does_not_open_and_does_not_exist_out_of_reach(scene, added):
    taken_away(scene, added, "action_added")
    row = added["action_added"].row
    assert scene.client().get(url("action_edit", scene.case, row)).status_code == 404
    other = CaseFactory.create(service_point=scene.case.service_point)
    assert scene.client().post(url("action_edit", other, row), {"text": "x", "revision": 0}).status_code == 404


@pytest.mark.parametrize("htmx", [False, True])
def test_a_button_pressed_on_an_old_page_shows_what_changed(scene, action, htmx):
    behind(scene, action, scene.colleague)
    text = text_of(post(scene, "action_mark", action, revision=0, state="done", htmx=htmx))
    assert "Le plan a changé pendant que vous le lisiez" in text
    assert scene.colleague.full_name in text
    action.refresh_from_db()
    assert action.state == "todo"


def test_what_changed_in_a_restricted_need_holds_up_nobody_who_is_not_named(scene, action):
    secret = NeedFactory.create(plan=scene.case.plan, is_restricted=True)
    goal = GoalFactory.create(need=secret, text="un secret")
    change_goal(goal=goal, expected_revision=0, text="un autre secret", by=scene.agent, at=now())
    post(scene, "action_mark", action, revision=0, state="done", user=scene.colleague)
    action.refresh_from_db()
    assert action.state == "done"


def test_what_changed_in_a_restricted_need_is_told_to_who_is_named(scene, action):
    secret = NeedFactory.create(plan=scene.case.plan, is_restricted=True)
    CircleMemberFactory.create(case=scene.case, user=scene.colleague)
    goal = GoalFactory.create(need=secret, text="un secret")
    change_goal(goal=goal, expected_revision=0, text="un autre secret", by=scene.agent, at=now())
    assert "un autre secret" in text_of(
        post(scene, "action_mark", action, revision=0, state="done", user=scene.colleague)
    )


def test_in_a_sensitive_domain_whoever_follows_the_dossier_becomes_named(scene):
    domain = NeedDomainFactory.create(is_sensitive=True)
    post(scene, "need_add", domain=domain.pk, **NEED)
    assert Need.objects.get().is_restricted
    assert scene.case.circle.get().user == scene.agent
    assert AuditEntry.objects.filter(verb="newcomers.circle.named").exists()
    assert NEED["title"] in text_of(scene.client().get(url("case", scene.case)))


def test_whoever_follows_the_dossier_does_not_name_themselves_where_others_are_named(scene):
    CircleMember.objects.filter(case=scene.case).delete()
    CircleMemberFactory.create(case=scene.case, user=scene.colleague)
    answer = post(scene, "need_add", domain=NeedDomainFactory.create(is_sensitive=True).pk, **NEED)
    assert "inscrits par les personnes nommées" in text_of(answer)
    assert scene.case.circle.get().user == scene.colleague
    assert not Need.objects.filter(plan=scene.case.plan, is_restricted=True).exists()


def test_in_a_sensitive_domain_a_colleague_is_refused(scene):
    domain = NeedDomainFactory.create(is_sensitive=True)
    text = text_of(post(scene, "need_add", user=scene.colleague, domain=domain.pk, **NEED))
    assert "par les personnes nommées au dossier" in text
    assert NEED["title"] in text
    assert not Need.objects.exists()
    assert not scene.case.circle.exists()


@pytest.mark.parametrize(
    "name", ["action_edit", "action_postpone", "action_mark", "goal_edit", "need_edit", "plan_undo"]
)
def test_a_restricted_row_does_not_exist_for_who_is_not_named(scene, name):
    need = NeedFactory.create(
        plan=scene.case.plan, is_restricted=True, domain=NeedDomainFactory.create(is_sensitive=True)
    )
    goal = GoalFactory.create(need=need)
    action = PlanActionFactory.create(goal=goal)
    change = change_goal(goal=goal, expected_revision=0, text="autre", by=scene.agent, at=now())
    row = {"action": action, "goal": goal, "need": need, "plan": change}[name.split("_")[0]]
    assert post(scene, name, row, state="done", user=scene.colleague).status_code == 404
    CircleMemberFactory.create(case=scene.case, user=scene.colleague)
    assert post(scene, name, row, state="done", user=scene.colleague).status_code != 404


def test_a_row_of_another_dossier_does_not_exist_here(scene, action):
    other = PlanActionFactory.create(goal=GoalFactory.create(need=NeedFactory.create(plan=CaseFactory.create().plan)))
    assert post(scene, "action_mark", other, state="done").status_code == 404


def test_the_plan_of_a_closed_dossier_stays_as_it_is(scene):
    domain = NeedDomainFactory.create()
    case = scene.loaded()
    type(case).objects.filter(pk=case.pk).update(state="closed", closed_at=now(), closing_reason=_reason())
    values = {"title": "x", "level": 1, "urgency": "short", "covered_by": "agent", "expected_revision": None}
    with pytest.raises(PlanRefused, match="fermé"):
        add_need(case=case, domain=domain, **values, by=scene.agent, at=now())


def _reason():
    from ancrage.newcomers.models import ClosingReason

    return ClosingReason.objects.create(code="fin", label_fr="Fin", label_en="End")


def test_a_need_behind_a_referral_is_not_undone(scene):
    from tests.factories.newcomers import CaseReferralFactory

    post(scene, "need_add", domain=NeedDomainFactory.create().pk, **NEED)
    CaseReferralFactory.create(case=scene.case, need=Need.objects.get())
    post(scene, "plan_undo", PlanChange.objects.get())
    assert Need.objects.exists()


def test_a_button_without_its_revision_changes_nothing(scene, action):
    post(scene, "action_mark", action, state="done", revision="")
    action.refresh_from_db()
    assert action.state == "todo"


def test_a_form_opens_in_the_plan(scene, action):
    answer = scene.client().get(url("action_add", scene.case, action.goal), headers=HTMX)
    text = text_of(answer)
    assert "<html" not in text
    assert 'name="performer"' in text
    assert f'hx-post="{url("action_add", scene.case, action.goal)}"' in text


def test_on_its_own_page_a_form_leads_back_to_the_plan(scene, action):
    text = text_of(scene.client().get(url("action_add", scene.case, action.goal)))
    assert f'hx-post="{url("action_add", scene.case, action.goal)}"' not in text
    assert f'href="{url("case", scene.case)}"' in text
