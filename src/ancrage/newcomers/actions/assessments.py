"""An assessment of needs: begun, written page by page, then completed into the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.errors import Refused
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.actions.circle import keep_named
from ancrage.newcomers.actions.plan import write_plan
from ancrage.newcomers.models import AssessedDomain, Case, CaseState, NeedsAssessment
from ancrage.newcomers.queries.assessments import CODE, found_in, sensitive_codes
from ancrage.plans import actions as plans
from ancrage.plans.models import Need, NeedState
from ancrage.questionnaires.actions.answering import complete_answers, save_section, start_answers
from ancrage.questionnaires.content import Content, Standard, Topic, parse
from ancrage.questionnaires.models import AnswerSet, QuestionnaireVersion

_OPEN = (NeedState.IDENTIFIED, NeedState.IN_PROGRESS)


class AssessmentRefused(Refused):
    """The assessment does not go on as asked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What completing changed in the plan, restricted needs left out of the counts."""

    added: int
    changed: int
    met: int


@transaction.atomic
def start_assessment(*, case: Case, mode: str, interpreter_language: str, by: User, at: datetime) -> NeedsAssessment:
    """Begin an assessment with the answers of the last one, save those of sensitive domains, asked afresh.

    :raises AssessmentRefused: on a closed dossier, or while another assessment is in progress.
    """
    _check_open(case)
    last = case.assessments.select_related("answers").order_by("-number").first()
    if last is not None and last.completed_at is None:
        raise AssessmentRefused(_("Une évaluation est déjà en cours pour ce dossier : reprenez-la."))
    version = QuestionnaireVersion.objects.current(CODE)
    earlier = _without(last.answers.answers, sensitive_codes()) if last else {}
    assessment = NeedsAssessment.objects.create(
        case=case,
        number=last.number + 1 if last else 1,
        answers=start_answers(version=version, answers=earlier, by=by, at=at),
        mode=mode,
        interpreter_language=interpreter_language,
        started_by=by,
    )
    _register("started", case, assessment, by=by, at=at)
    return assessment


@transaction.atomic
def save_page(
    *,
    case: Case,
    assessment: NeedsAssessment,
    section: str,
    topics: Iterable[str],
    answers: Mapping[str, Any],
    expected_revision: int,
    writer: str,
    by: User,
    at: datetime,
) -> AnswerSet:
    """Save one page of the draft; see ``questionnaires.actions.answering.save_section``.

    :param topics: those the page showed to the writer; the others stay as they are.
    :raises AnswersChanged: when someone else saved that page in between.
    :raises AssessmentRefused: on a closed dossier.
    """
    _check_open(case)
    saved = save_section(
        answer_set=assessment.answers,
        section=section,
        topics=topics,
        answers=answers,
        expected_revision=expected_revision,
        writer=writer,
        by=by,
        at=at,
    )
    _register("saved", case, assessment, by=by, at=at)
    return saved


@transaction.atomic
def complete_assessment(*, case: Case, assessment: NeedsAssessment, by: User, at: datetime) -> Outcome:
    """Keep the assessment as it is, and bring the plan up to date with what it found.

    A need already open in a domain takes the new level; one that is no longer there is met. In a sensitive domain
    the need is restricted, and whoever led the assessment is named on the dossier, unless others already are: they
    read it then, beside what they knew.

    :raises AssessmentRefused: when no domain was weighed, or it was completed already.
    """
    _check_open(case)
    held = (
        NeedsAssessment.objects.select_for_update(of=("self",))
        .select_related("answers__version", "started_by")
        .get(pk=assessment.pk)
    )
    if held.completed_at is not None:
        raise AssessmentRefused(_("Cette évaluation est déjà terminée."))
    answers = complete_answers(answer_set=held.answers, at=at).answers
    found = _found(parse(held.answers.version.content), answers)
    if not found:
        raise AssessmentRefused(_("Évaluez au moins un domaine avant de terminer."))
    rows = [row for _topic, row in found]
    for row in rows:
        row.assessment = held
    AssessedDomain.objects.bulk_create(rows)
    held.completed_at = at
    held.save(update_fields=["completed_at"])
    _register("completed", case, held, by=by, at=at)
    return _bring_to_plan(case, held.started_by, found, answers, by=by, at=at)


def _found(content: Content, answers: Mapping[str, Any]) -> list[tuple[Topic, AssessedDomain]]:
    domains = {domain.code: domain for domain in NeedDomain.objects.all()}
    weighed = [topic for topic in content.topics if topic.key(Standard.LEVEL) in answers and topic.code in domains]
    return [(topic, found_in(topic, domains[topic.code], dict(answers))) for topic in weighed]


def _bring_to_plan(
    case: Case,
    leader: User,
    found: list[tuple[Topic, AssessedDomain]],
    answers: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
) -> Outcome:
    open_needs: dict[UUID, Need] = {}
    for need in Need.objects.filter(plan=case.plan_id, state__in=_OPEN).select_related("domain", "plan").order_by("pk"):
        open_needs[need.domain_id] = need
    counts = {"added": 0, "changed": 0, "met": 0}
    for topic, row in found:
        known: Need | None = open_needs.get(row.domain_id)
        if row.domain.is_sensitive:
            known = known if _reads_sensitive(case, leader, row, by=by, at=at) else None
        title = answers.get(topic.key(Standard.TITLE), "")
        effect = _settle(case, topic, row, known, title, by=by, at=at)
        if effect and not row.domain.is_sensitive:
            counts[effect] += 1
    return Outcome(**counts)


def _reads_sensitive(case: Case, leader: User, row: AssessedDomain, *, by: User, at: datetime) -> bool:
    """Whether ``leader`` is named; they become so for what they found themselves, on a dossier that names nobody.

    Where others are named, they decide: the leader wrote, does not read on, and changes no need of theirs.
    Never ``by`` in their place: a colleague who completes the draft did not see what is sensitive in it.
    """
    named, reader = case.circle.filter(until=None), _reader(case, leader)
    if reader and row.level and not named.filter(user__is_active=True).exists():
        keep_named(case=case, user=reader, by=by, at=at)
    return named.filter(user=leader).exists()


def _reader(case: Case, leader: User) -> User | None:
    """``leader``, or whoever follows the dossier once they left or declared a tie."""
    is_gone = not leader.is_active or case.ties.filter(user=leader).exists()
    return case.agent if is_gone else leader


def _settle(
    case: Case, topic: Topic, row: AssessedDomain, need: Need | None, title: str, *, by: User, at: datetime
) -> str:
    """Add, change or meet the need of one domain; returns what was done, or nothing."""
    if need is None:
        if row.level == 0:
            return ""
        step = topic.steps[row.level]
        # The words of the questionnaire carry their English; what the agent typed does not.
        known = {} if title else {"en": step.en[:200]}
        words = {"title": (title or step.fr)[:200], "translations": known, **_weight(row)}
        write_plan(
            plans.add_need, case=case, by=by, at=at, plan=case.plan, expected_revision=None, domain=row.domain, **words
        )
        return "added"
    said = (title or need.title)[:200]
    kept = need.translations if said == need.title else {}
    words = {"title": said, "translations": kept, **_weight(row), "state": need.state}
    if row.level == 0:
        weight = {"level": need.level, "urgency": need.urgency, "covered_by": need.covered_by}
        words = {"title": need.title, "translations": need.translations, **weight, "state": NeedState.MET}
    change = write_plan(
        plans.change_need, case=case, by=by, at=at, need=need, expected_revision=None, domain=row.domain, **words
    )
    if change is None:
        return ""
    return "changed" if row.level else "met"


def _weight(row: AssessedDomain) -> dict[str, Any]:
    return {"level": row.level, "urgency": row.urgency, "covered_by": row.covered_by}


def _without(answers: Mapping[str, Any], topics: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in answers.items() if key.partition(".")[0] not in topics}


def _check_open(case: Case) -> None:
    held = Case.objects.select_for_update(of=("self",), no_key=True).only("state").get(pk=case.pk)
    if held.state == CaseState.CLOSED:
        raise AssessmentRefused(_("Ce dossier est fermé. Rouvrez-le pour évaluer les besoins."))


def _register(verb: str, case: Case, assessment: NeedsAssessment, *, by: User, at: datetime) -> None:
    about = (case.pk, case.person_id)
    record(f"newcomers.assessment.{verb}", by=by, on=assessment, at=at, about=about, region=case.region.code)
