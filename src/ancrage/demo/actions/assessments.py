"""What each assessment found, domain by domain; some people were assessed again, some are being assessed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import OPENING_DAY, Draw
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.models import AssessedDomain, NeedsAssessment
from ancrage.newcomers.queries.assessments import CODE
from ancrage.plans.models import Need
from ancrage.questionnaires.content import Content, Kind, Question, Standard, Topic, parse
from ancrage.questionnaires.models import AnswerSet, QuestionnaireVersion

_AGAIN_AFTER = 150
_FIELDS = ["Soins infirmiers", "Soudure", "Comptabilité", "Informatique", "Transformation alimentaire", "Agriculture"]


@dataclass
class Survey:
    """The version asked, and the domains its topics are about."""

    version: QuestionnaireVersion
    content: Content
    domains: dict[str, NeedDomain]


def read_survey() -> Survey:
    version = QuestionnaireVersion.objects.current(CODE)
    domains = {domain.code: domain for domain in NeedDomain.objects.all()}
    return Survey(version, parse(version.content), domains)


def load_assessments(draw: Draw, stories: list[Story]) -> None:
    survey = read_survey()
    for story in stories:
        if story.assessed_on and not story.is_written:
            levels = {need.domain.code: need.level for need in story.needs}
            assess(draw, survey, story, 1, day=story.assessed_on, levels=levels)
            again = story.assessed_on + timedelta(days=_AGAIN_AFTER + draw.between(0, 60))
            if again < story.last_day and draw.happens(28):
                later = {code: max(level - draw.weighted({0: 30, 1: 45, 2: 25}), 0) for code, level in levels.items()}
                assess(draw, survey, story, 2, day=again, levels=later)
    _drafts(draw, survey, stories)


def assess(draw: Draw, survey: Survey, story: Story, number: int, *, day: date, levels: dict[str, int]) -> None:
    needs = {need.domain.code: need for need in story.needs}
    answers: dict[str, Any] = {}
    for topic in survey.content.topics:
        answers |= _answers(draw, topic, levels.get(topic.code, 0), needs.get(topic.code))
    at = draw.at(day, first=9, last=11)
    assessment = _open(draw, survey, story, number, day=day, answers=answers)
    assessment.completed_at = assessment.answers.completed_at = assessment.answers.saved_at = at + timedelta(hours=1)
    for topic in survey.content.topics:
        level, need = levels.get(topic.code, 0), needs.get(topic.code)
        row = AssessedDomain(assessment=assessment, domain=survey.domains[topic.code], level=level)
        if level and need:
            row.urgency, row.covered_by = need.urgency, need.covered_by
        draw.add(row)


def _open(
    draw: Draw, survey: Survey, story: Story, number: int, *, day: date, answers: dict[str, Any]
) -> NeedsAssessment:
    at = draw.at(day, first=9, last=11)
    sections = {
        section.code: {"revision": 1, "writer": "demo", "at": at.isoformat(), "who": story.agent.full_name}
        for section in survey.content.sections
    }
    answer_set = AnswerSet(
        version=survey.version,
        answers=answers,
        revision=1,
        sections=sections,
        started_at=at,
        saved_at=at,
        saved_by=story.agent,
    )
    assessment = NeedsAssessment(
        case=story.case,
        number=number,
        answers=draw.add(answer_set),
        mode=draw.weighted({"in_person": 45, "video": 35, "phone": 20}),
        interpreter_language=story.resident.person.interpreter_language,
        started_by=story.agent,
    )
    return draw.add(assessment)


def _answers(draw: Draw, topic: Topic, level: int, need: Need | None) -> dict[str, Any]:
    answers: dict[str, Any] = {topic.key(Standard.LEVEL): level}
    if level and need:
        answers[topic.key(Standard.URGENCY)] = need.urgency
        answers[topic.key(Standard.COVERED_BY)] = need.covered_by
        answers[topic.key(Standard.TITLE)] = need.title
        answers |= {question.key: _answer(draw, question) for question in topic.questions if draw.happens(75)}
    return answers


def _answer(draw: Draw, question: Question) -> Any:  # noqa: ANN401 - any answer
    codes = [choice.code for choice in question.choices]
    match question.kind:
        case Kind.CHOICE:
            return draw.pick(codes)
        case Kind.MANY:
            return draw.chance.sample(codes, k=draw.between(1, len(codes)))
        case Kind.YES_NO:
            return draw.happens(50)
        case Kind.NUMBER:
            return draw.between(1, 4)
    return draw.pick(_FIELDS)


def _drafts(draw: Draw, survey: Survey, stories: list[Story]) -> None:
    """Two assessments stopped on the way, yesterday."""
    waiting = [one for one in stories if one.contacted_on and not one.assessed_on and not one.closed_on]
    for story in [one for one in waiting if not one.is_written][:2]:
        answers: dict[str, Any] = {}
        for topic in survey.content.sections[0].topics[:4]:
            answers |= _answers(draw, topic, draw.between(0, 2), None)
        draft = _open(draw, survey, story, 1, day=OPENING_DAY - timedelta(days=1), answers=answers)
        first = survey.content.sections[0].code
        draft.answers.sections = {first: draft.answers.sections[first]}
