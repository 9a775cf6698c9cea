from datetime import timedelta
from typing import Any

import pytest

from ancrage.accounts.models import User
from ancrage.audit.models import AuditEntry
from ancrage.newcomers.actions.assessments import (
    AssessmentRefused,
    Outcome,
    complete_assessment,
    save_page,
    start_assessment,
)
from ancrage.newcomers.models import AssessedDomain, CaseState, CircleMember, MeetingMode, NeedsAssessment
from ancrage.newcomers.queries.assessments import changes, domain_lines, hidden_topics
from ancrage.plans.models import Need, NeedState
from tests.factories.newcomers import MOMENT, CaseFactory, CircleMemberFactory
from tests.factories.questionnaires import published
from tests.newcomers.scene import Scene, a_scene

pytestmark = pytest.mark.django_db
DANGER = "situation-vulnerable"


@pytest.fixture
def scene() -> Scene:
    published()
    return a_scene()


def _start(scene: Scene, by: Any = None, after: int = 0) -> NeedsAssessment:
    user, at = by or scene.agent, MOMENT + timedelta(days=after)
    case = scene.loaded(user)
    return start_assessment(case=case, mode=MeetingMode.VIDEO, interpreter_language="es", by=user, at=at)


def _write(scene: Scene, assessment: NeedsAssessment, answers: dict[str, Any], by: Any = None) -> None:
    user = by or scene.agent
    topics = {key.partition(".")[0] for key in answers}
    save_page(
        case=scene.loaded(user), assessment=assessment, section="settlement", topics=topics, answers=answers,
        expected_revision=99, writer="a", by=user, at=MOMENT,
    )  # fmt: skip


def _complete(scene: Scene, assessment: NeedsAssessment, by: Any = None, after: int = 0) -> Outcome:
    user, at = by or scene.agent, MOMENT + timedelta(days=after)
    return complete_assessment(case=scene.loaded(user), assessment=assessment, by=user, at=at)


def _assess(scene: Scene, answers: dict[str, Any], by: Any = None, after: int = 0) -> Outcome:
    assessment = _start(scene, by, after)
    _write(scene, assessment, answers, by)
    return _complete(scene, assessment, by, after)


def _needs(scene: Scene) -> dict[str, Need]:
    return {need.domain.code: need for need in Need.objects.filter(plan=scene.case.plan).order_by("pk")}


def test_completing_brings_each_need_found_to_the_plan(scene) -> None:
    answers = {
        "logement.level": 3, "logement.urgency": "urgent", "logement.covered_by": "organization",
        "logement.title": "Un appartement pour trois", "transport.level": 1, "sante.level": 0,
    }  # fmt: skip
    assert _assess(scene, answers) == Outcome(added=2, changed=0, met=0)
    needs = _needs(scene)
    assert set(needs) == {"logement", "transport"}
    home = needs["logement"]
    assert (home.title, home.level, home.urgency, home.covered_by) == (
        "Un appartement pour trois", 3, "urgent", "organization",
    )  # fmt: skip
    # Without words of its own, a need takes those of its level.
    assert needs["transport"].title == "Permis à échanger ou déplacements à organiser"
    assert dict(AssessedDomain.objects.values_list("domain__code", "level")) == {
        "logement": 3,
        "transport": 1,
        "sante": 0,
    }


def test_words_of_the_questionnaire_carry_their_english_and_those_of_the_agent_do_not(scene) -> None:
    _assess(scene, {"logement.level": 3, "logement.title": "Un appartement pour trois", "transport.level": 1})
    needs = _needs(scene)
    assert needs["logement"].translations == {}
    assert needs["transport"].translations == {"en": "Licence to exchange or trips to organize"}


def test_assessing_again_keeps_a_translation_as_long_as_its_title(scene) -> None:
    _assess(scene, {"logement.level": 3, "transport.level": 2, "sante.level": 2})
    Need.objects.update(translations={"es": "traducido"})
    _assess(scene, {"logement.level": 1, "transport.level": 0, "sante.level": 1, "sante.title": "Autre"}, after=90)
    kept = {code: need.translations for code, need in _needs(scene).items()}
    assert kept == {"logement": {"es": "traducido"}, "transport": {"es": "traducido"}, "sante": {}}


def test_assessing_again_changes_open_needs_and_meets_those_gone(scene) -> None:
    _assess(scene, {"logement.level": 3, "transport.level": 2, "sante.level": 2})
    outcome = _assess(scene, {"logement.level": 1, "transport.level": 0, "sante.level": 2}, after=90)
    assert outcome == Outcome(added=0, changed=1, met=1)
    needs = _needs(scene)
    assert (needs["logement"].level, needs["logement"].state) == (1, NeedState.IDENTIFIED)
    assert needs["transport"].state == NeedState.MET
    assert len(needs) == Need.objects.count() == 3


def test_a_need_met_comes_back_as_another(scene) -> None:
    _assess(scene, {"logement.level": 2})
    Need.objects.update(state=NeedState.MET)
    assert _assess(scene, {"logement.level": 2}, after=30).added == 1
    assert Need.objects.count() == 2


def test_a_new_assessment_starts_from_the_last(scene) -> None:
    _assess(scene, {"logement.level": 2, "logement.note": "Bail au 30 juin."})
    again = _start(scene, after=30)
    assert again.number == 2
    assert again.answers.answers == {"logement.level": 2, "logement.note": "Bail au 30 juin."}


def test_one_assessment_at_a_time(scene) -> None:
    _start(scene)
    with pytest.raises(AssessmentRefused, match="déjà en cours"):
        _start(scene, scene.colleague)


def test_a_closed_dossier_is_not_assessed(scene) -> None:
    draft = _start(scene)
    reason = {"closing_reason": _reason(), "closed_at": MOMENT}
    type(scene.case).objects.filter(pk=scene.case.pk).update(state=CaseState.CLOSED, **reason)
    for act in (lambda: _write(scene, draft, {"logement.level": 1}), lambda: _complete(scene, draft)):
        with pytest.raises(AssessmentRefused, match="fermé"):
            act()


def test_nothing_weighed_is_not_an_assessment(scene) -> None:
    draft = _start(scene)
    with pytest.raises(AssessmentRefused, match="au moins un domaine"):
        _complete(scene, draft)
    draft.refresh_from_db()
    assert draft.completed_at is None


def test_it_is_completed_once(scene) -> None:
    draft = _start(scene)
    _write(scene, draft, {"logement.level": 1})
    _complete(scene, draft)
    with pytest.raises(AssessmentRefused, match="déjà terminée"):
        _complete(scene, draft)
    assert Need.objects.count() == 1


# ── what must be protected ──


def test_danger_restricts_the_need_and_names_the_assessor(scene) -> None:
    outcome = _assess(scene, {f"{DANGER}.level": 3, "logement.level": 1}, by=scene.colleague)
    assert outcome.added == 1, "what is restricted is not even counted"
    assert _needs(scene)[DANGER].is_restricted
    assert CircleMember.objects.get(case=scene.case).user == scene.colleague


def test_no_danger_names_nobody(scene) -> None:
    _assess(scene, {f"{DANGER}.level": 0})
    assert not CircleMember.objects.exists()


def test_where_others_are_named_the_assessor_writes_and_does_not_read(scene) -> None:
    CircleMemberFactory.create(case=scene.case, user=scene.agent)
    _assess(scene, {f"{DANGER}.level": 2}, by=scene.colleague)
    assert _needs(scene)[DANGER].is_restricted
    assert not CircleMember.objects.filter(user=scene.colleague).exists()
    done = NeedsAssessment.objects.get()
    assert domain_lines(done, scene.loaded(scene.colleague)) == []
    assert [line.is_sensitive for line in domain_lines(done, scene.loaded(scene.agent))] == [True]


def test_whoever_completes_the_draft_of_another_is_not_named_in_their_place(scene) -> None:
    draft = _start(scene)
    _write(scene, draft, {f"{DANGER}.level": 3})
    _complete(scene, draft, by=scene.colleague)
    assert CircleMember.objects.get(case=scene.case).user == scene.agent
    assert domain_lines(NeedsAssessment.objects.get(), scene.loaded(scene.colleague)) == []


def test_when_its_leader_left_whoever_follows_the_dossier_reads_it(scene) -> None:
    draft = _start(scene, scene.colleague)
    _write(scene, draft, {f"{DANGER}.level": 3}, scene.colleague)
    User.objects.filter(pk=scene.colleague.pk).update(is_active=False)
    _complete(scene, draft)
    assert CircleMember.objects.get(case=scene.case).user == scene.agent


@pytest.mark.parametrize("level", [0, 2])
def test_who_is_not_named_changes_no_need_of_the_named(scene, level) -> None:
    _assess(scene, {f"{DANGER}.level": 3})
    known = Need.objects.get()
    _assess(scene, {f"{DANGER}.level": level}, by=scene.colleague, after=30)
    same = Need.objects.get(pk=known.pk)
    assert (same.level, same.title, same.state) == (3, known.title, known.state)
    assert Need.objects.filter(is_restricted=True).count() == (2 if level else 1)


def test_a_draft_never_starts_with_earlier_sensitive_answers(scene) -> None:
    _assess(scene, {f"{DANGER}.level": 3, f"{DANGER}.note": "Ne pas appeler.", "logement.level": 1})
    again = _start(scene, scene.colleague, after=30)
    assert again.answers.answers == {"logement.level": 1}


def test_the_sensitive_part_of_a_draft_is_for_who_leads_it_and_who_is_named(scene) -> None:
    draft = _start(scene)
    assert not hidden_topics(draft, scene.loaded(), scene.agent)
    assert hidden_topics(draft, scene.loaded(scene.colleague), scene.colleague) == {DANGER}
    CircleMemberFactory.create(case=scene.case, user=scene.colleague)
    assert not hidden_topics(draft, scene.loaded(scene.colleague), scene.colleague)


def test_comparing_shows_what_became_of_each_domain(scene) -> None:
    _assess(scene, {"logement.level": 3, "sante.level": 1, "emploi.level": 1, f"{DANGER}.level": 1})
    last = {"logement.level": 1, "sante.level": 2, "emploi.level": 1, "finances.level": 1, f"{DANGER}.level": 2}
    _assess(scene, last, after=90)
    before, after = NeedsAssessment.objects.order_by("number")
    seen = {change.domain: change.direction for change in changes(before, after, scene.loaded())}
    expected = {"Logement": "better", "Santé": "worse", "Emploi": "same", "Finances": "new"}
    assert seen == expected | {"Situation de vulnérabilité": "worse"}
    assert {c.domain for c in changes(before, after, scene.loaded(scene.colleague))} == set(expected)


def test_every_write_is_in_the_register_without_words(scene) -> None:
    _assess(scene, {"logement.level": 2, "logement.note": "Bail au 30 juin."})
    entries = AuditEntry.objects.filter(about__contains=[scene.case.pk], verb__startswith="newcomers.assessment")
    assert sorted(entries.values_list("verb", flat=True)) == [
        "newcomers.assessment.completed", "newcomers.assessment.saved", "newcomers.assessment.started",
    ]  # fmt: skip
    assert "Bail" not in str(list(AuditEntry.objects.order_by("pk").values()))


def test_assessments_stay_with_their_dossier(scene) -> None:
    _assess(scene, {"logement.level": 2})
    other = CaseFactory.create(service_point=scene.case.service_point, agent=scene.agent)
    assert not other.assessments.exists()


def _reason() -> Any:
    from ancrage.newcomers.models import ClosingReason

    return ClosingReason.objects.create(code="plan-realise", label_fr="Plan réalisé", label_en="Completed")
