"""Assessments as their pages show them. What was found in a sensitive domain is for named people only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.directory.models import NeedDomain, Stream
from ancrage.newcomers.models import AssessedDomain, Case, NeedsAssessment
from ancrage.plans.models import CoveredBy, Urgency
from ancrage.questionnaires.content import Content, Kind, Question, Standard, Topic, parse

CODE = "besoins"
"""The code of the questionnaire of the needs assessment."""

LEVELS = {
    0: gettext_lazy("Aucun besoin"),
    1: gettext_lazy("Besoin léger"),
    2: gettext_lazy("Besoin moyen"),
    3: gettext_lazy("Besoin important"),
}


@dataclass(frozen=True, slots=True)
class Detail:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class DomainLine:
    """What one assessment found in one domain. ``step`` is the description of its level."""

    stream: str
    domain: str
    icon: str
    level: int
    words: str
    step: str
    urgency: str
    covered_by: str
    note: str
    is_sensitive: bool
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One domain in two assessments; a level is ``None`` where the domain was not assessed."""

    domain: str
    icon: str
    before: int | None
    after: int | None

    @property
    def before_words(self) -> str:
        return _words(self.before)

    @property
    def after_words(self) -> str:
        return _words(self.after)

    @property
    def direction(self) -> str:
        """``better``, ``worse``, ``same``, or ``new`` where only one assessment says something."""
        if self.before is None or self.after is None:
            return "new"
        if self.before == self.after:
            return "same"
        return "better" if self.after < self.before else "worse"


def reader_language() -> str:
    return (get_language() or "fr")[:2]


def assessments_of(case: Case) -> QuerySet[NeedsAssessment]:
    """Newest first, the draft included."""
    return case.assessments.select_related("started_by", "answers__version", "answers__saved_by").order_by("-number")


def sees_sensitive(assessment: NeedsAssessment, case: Case, user: User) -> bool:
    """In a draft: named people, and whoever leads the assessment, who writes there what they hear.

    A draft never starts with earlier answers of a sensitive domain.
    """
    return case.is_named or assessment.started_by_id == user.pk


def hidden_topics(assessment: NeedsAssessment, case: Case, user: User) -> frozenset[str]:
    """Codes of the topics that ``user`` neither reads nor writes in ``assessment``."""
    if sees_sensitive(assessment, case, user):
        return frozenset()
    return sensitive_codes()


def sensitive_codes() -> frozenset[str]:
    return frozenset(NeedDomain.objects.filter(is_sensitive=True).values_list("code", flat=True))


def assessed_domains(case: Case) -> QuerySet[AssessedDomain]:
    """Those of every assessment of the dossier that its reader may see, in the order of the lists."""
    rows = AssessedDomain.objects.filter(assessment__case=case).select_related("domain")
    if not case.sees_restricted:
        rows = rows.filter(domain__is_sensitive=False)
    return rows.order_by("domain__position", "domain__code")


def domain_lines(assessment: NeedsAssessment, case: Case) -> list[DomainLine]:
    """What a completed assessment found, with the answers behind it."""
    topics = {topic.code: topic for topic in parse(assessment.answers.version.content).topics}
    rows = assessed_domains(case).filter(assessment=assessment)
    return [_line(row, topics.get(row.domain.code), assessment.answers.answers) for row in rows]


def draft_lines(content: Content, answers: dict[str, Any], hidden: frozenset[str]) -> list[DomainLine]:
    """The same for a draft, before it is completed: only the topics weighed so far."""
    domains = {domain.code: domain for domain in NeedDomain.objects.all()}
    lines = []
    for topic in content.topics:
        level = answers.get(topic.key(Standard.LEVEL))
        if level is not None and topic.code not in hidden and topic.code in domains:
            row = found_in(topic, domains[topic.code], answers)
            lines.append(_line(row, topic, answers))
    return lines


def found_in(topic: Topic, domain: NeedDomain, answers: dict[str, Any]) -> AssessedDomain:
    """What ``answers`` say of one topic, as a row not yet saved. Urgency and charge are for real needs."""
    level = answers[topic.key(Standard.LEVEL)]
    urgency = answers.get(topic.key(Standard.URGENCY), "")
    covered_by = answers.get(topic.key(Standard.COVERED_BY), "")
    return AssessedDomain(
        domain=domain,
        level=level,
        urgency=(urgency if urgency in Urgency.values else Urgency.SHORT) if level else "",
        covered_by=(covered_by if covered_by in CoveredBy.values else CoveredBy.AGENT) if level else "",
        note=answers.get(topic.key(Standard.NOTE), ""),
    )


def changes(before: NeedsAssessment, after: NeedsAssessment, case: Case) -> list[Change]:
    """Domain by domain, what became of each need between two assessments. One statement."""
    rows = assessed_domains(case).filter(assessment__in=[before, after])
    by_domain: dict[str, dict[Any, AssessedDomain]] = {}
    for row in rows:
        by_domain.setdefault(row.domain.code, {})[row.assessment_id] = row
    return [_change(found, before, after) for found in by_domain.values()]


def _change(found: dict[Any, AssessedDomain], before: NeedsAssessment, after: NeedsAssessment) -> Change:
    domain = next(iter(found.values())).domain
    levels = [found[one.pk].level if one.pk in found else None for one in (before, after)]
    return Change(domain.label, domain.icon, levels[0], levels[1])


def _words(level: int | None) -> str:
    return _("Non évalué") if level is None else str(LEVELS[level])


def _line(row: AssessedDomain, topic: Topic | None, answers: dict[str, Any]) -> DomainLine:
    return DomainLine(
        stream=str(Stream(row.domain.stream).label),
        domain=row.domain.label,
        icon=row.domain.icon,
        level=row.level,
        words=str(LEVELS[row.level]),
        step=topic.steps[row.level].within(reader_language()) if topic else "",
        urgency=str(Urgency(row.urgency).label) if row.urgency else "",
        covered_by=str(CoveredBy(row.covered_by).label) if row.covered_by else "",
        note=row.note,
        is_sensitive=row.domain.is_sensitive,
        details=tuple(_details(topic, answers)) if topic else (),
    )


def _details(topic: Topic, answers: dict[str, Any]) -> Iterator[Detail]:
    for question in topic.questions:
        if question.key in answers:
            yield Detail(question.label.within(reader_language()), answer_words(question, answers[question.key]))


def answer_words(question: Question, value: Any) -> str:  # noqa: ANN401 - any answer
    """An answer as it is read, in the reader's language."""
    names = {choice.code: choice.text.within(reader_language()) for choice in question.choices}
    match question.kind:
        case Kind.CHOICE:
            return names.get(value, str(value))
        case Kind.MANY:
            return ", ".join(names.get(one, one) for one in value)
        case Kind.YES_NO:
            return pgettext("réponse", "Oui") if value else pgettext("réponse", "Non")
    return str(value)
