"""The pages of an assessment in progress: their order, what remains, what two people wrote at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ancrage.newcomers.models import Case, NeedsAssessment
from ancrage.newcomers.queries.assessments import LEVELS, answer_words, reader_language
from ancrage.plans.models import CoveredBy, Urgency
from ancrage.questionnaires.content import Content, Section, Standard, Topic, parse

SUMMARY = "sommaire"
_NAMES: Mapping[str, Mapping[Any, Any]] = {
    Standard.LEVEL: LEVELS,
    Standard.URGENCY: dict(Urgency.choices),
    Standard.COVERED_BY: dict(CoveredBy.choices),
}


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    url: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that someone else saved otherwise; empty where nothing was answered."""

    label: str
    theirs: str
    mine: str


def tab_of(case: Case) -> str:
    return reverse("newcomers:assessments", args=[case.pk])


def first_page(assessment: NeedsAssessment) -> str:
    return _page(assessment, parse(assessment.answers.version.content).sections[0].code)


def resume_page(assessment: NeedsAssessment) -> str:
    """The first section not saved yet, else the summary."""
    for section in parse(assessment.answers.version.content).sections:
        if section.code not in assessment.answers.sections:
            return _page(assessment, section.code)
    return _page(assessment, SUMMARY)


def after(assessment: NeedsAssessment, code: str) -> str:
    """The page that follows the section ``code``."""
    codes = [section.code for section in parse(assessment.answers.version.content).sections]
    following = codes[codes.index(code) + 1 :]
    return _page(assessment, following[0] if following else SUMMARY)


def steps(assessment: NeedsAssessment, now: str) -> list[Step]:
    """The sections then the summary; ``now`` is the code of the page shown."""
    sections = parse(assessment.answers.version.content).sections
    codes = [(section.code, section.title.within(reader_language())) for section in sections]
    saved = assessment.answers.sections
    return [
        Step(name, _page(assessment, code), code in saved and code != now, code == now)
        for code, name in [*codes, (SUMMARY, _("Sommaire"))]
    ]


def section_of(assessment: NeedsAssessment, code: str) -> Section | None:
    return parse(assessment.answers.version.content).section(code)


def missing(content: Content, answers: Mapping[str, Any], hidden: frozenset[str]) -> list[str]:
    """The names of the domains not weighed yet."""
    left = (topic for topic in content.topics if topic.code not in hidden and topic.key(Standard.LEVEL) not in answers)
    return [topic.title.within(reader_language()) for topic in left]


def chosen_pair(
    finished: list[NeedsAssessment], before: str, after_: str
) -> tuple[NeedsAssessment, NeedsAssessment] | None:
    """The two assessments to compare, in order: those asked for by number, else the last two."""
    by_number = {str(one.number): one for one in finished}
    pair = [by_number.get(before), by_number.get(after_)]
    asked = [one for one in pair if one is not None]
    if len({one.pk for one in asked}) != 2:
        asked = finished[:2]
    if len(asked) != 2:
        return None
    first, second = sorted(asked, key=lambda one: one.number)
    return first, second


def differences(topics: Iterable[Topic], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[Difference]:
    """What the page holds otherwise than what was saved meanwhile."""
    found = []
    for topic in topics:
        for key, label in _labels(topic).items():
            if theirs.get(key) != mine.get(key):
                found.append(Difference(label, _words(topic, key, theirs.get(key)), _words(topic, key, mine.get(key))))
    return found


def outcome_words(added: int, changed: int, met: int) -> str:
    parts = [_("L’évaluation est terminée.")]
    if added:
        parts.append(ngettext("%d besoin ajouté au plan.", "%d besoins ajoutés au plan.", added) % added)
    if changed:
        parts.append(ngettext("%d besoin mis à jour.", "%d besoins mis à jour.", changed) % changed)
    if met:
        parts.append(ngettext("%d besoin comblé.", "%d besoins comblés.", met) % met)
    return " ".join(parts)


def _labels(topic: Topic) -> dict[str, str]:
    """What each key of a topic asks, in words."""
    title = topic.title.within(reader_language())
    standard = {
        Standard.LEVEL: _("%(topic)s : niveau"),
        Standard.URGENCY: _("%(topic)s : échéance"),
        Standard.COVERED_BY: _("%(topic)s : qui s’en charge"),
        Standard.TITLE: _("%(topic)s : le besoin"),
        Standard.NOTE: _("%(topic)s : précisions"),
    }
    labels = {topic.key(name): words % {"topic": title} for name, words in standard.items()}
    return labels | {question.key: question.label.within(reader_language()) for question in topic.questions}


def _words(topic: Topic, key: str, value: Any) -> str:  # noqa: ANN401 - any answer
    if value in (None, "", []):
        return ""
    question = next((one for one in topic.questions if one.key == key), None)
    if question:
        return answer_words(question, value)
    names = _NAMES.get(key.removeprefix(f"{topic.code}."), {})
    return str(names.get(value, value))


def _page(assessment: NeedsAssessment, code: str) -> str:
    if code == SUMMARY:
        return reverse("newcomers:assessment_summary", args=[assessment.case_id, assessment.pk])
    return reverse("newcomers:assessment_page", args=[assessment.case_id, assessment.pk, code])
