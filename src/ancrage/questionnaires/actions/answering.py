"""Answers written section by section: a draft anyone entitled may resume, then final."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.core.errors import Refused
from ancrage.questionnaires.content import Content, parse
from ancrage.questionnaires.models import AnswerSet, QuestionnaireVersion
from ancrage.ui.formats import hour


class AnswersRefused(Refused):
    """The answers stay as they were."""


class AnswersChanged(AnswersRefused):
    """Someone else saved the same section since it was read; ``revision`` is where it stands now."""

    def __init__(self, *, who: str, at: str, revision: int) -> None:
        self.who, self.saved_at, self.revision = who, at, revision
        words = {"who": who, "at": at}
        super().__init__(_("%(who)s a enregistré cette page à %(at)s, après que vous l’avez ouverte.") % words)


@transaction.atomic
def start_answers(*, version: QuestionnaireVersion, answers: Mapping[str, Any], by: User, at: datetime) -> AnswerSet:
    """A new draft, with what is kept of earlier answers: those this version still asks."""
    kept = known_answers(parse(version.content), answers)
    return AnswerSet.objects.create(version=version, answers=kept, started_at=at, saved_at=at, saved_by=by)


@transaction.atomic
def save_section(
    *,
    answer_set: AnswerSet,
    section: str,
    topics: Iterable[str],
    answers: Mapping[str, Any],
    expected_revision: int,
    writer: str,
    by: User,
    at: datetime,
) -> AnswerSet:
    """Save what one page of a section holds: the answers of ``topics``, which replace theirs.

    :param expected_revision: the one read when the page was opened.
    :param writer: what tells this open page from any other, so that it may save several times.
    :raises AnswersChanged: when another page saved this section in between.
    :raises AnswersRefused: once the answers are final.
    """
    held = AnswerSet.objects.select_for_update(of=("self",)).select_related("version").get(pk=answer_set.pk)
    if not held.is_draft:
        raise AnswersRefused(_("Ces réponses sont terminées : elles ne changent plus."))
    _check_unchanged(held, section, expected_revision, writer)
    content = parse(held.version.content)
    written = [topic for topic in content.topics if topic.code in set(topics)]
    others = {key: value for key, value in held.answers.items() if not any(topic.owns(key) for topic in written)}
    mine = {key: value for key, value in answers.items() if any(topic.owns(key) for topic in written)}
    held.answers = others | known_answers(content, mine)
    held.revision += 1
    mark = {"revision": held.revision, "writer": writer, "at": at.isoformat(), "who": by.full_name}
    held.sections = {**held.sections, section: mark}
    held.saved_at, held.saved_by = at, by
    held.save(update_fields=["answers", "revision", "sections", "saved_at", "saved_by"])
    return held


@transaction.atomic
def complete_answers(*, answer_set: AnswerSet, at: datetime) -> AnswerSet:
    """Make the answers final.

    :raises AnswersRefused: when they are already.
    """
    held = AnswerSet.objects.select_for_update(of=("self",)).get(pk=answer_set.pk)
    if not held.is_draft:
        raise AnswersRefused(_("Ces réponses sont terminées : elles ne changent plus."))
    held.completed_at = held.saved_at = at
    held.save(update_fields=["completed_at", "saved_at"])
    return held


def known_answers(content: Content, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that ``content`` asks for and accepts; the others are left out."""
    kept: dict[str, Any] = {}
    for topic in content.topics:
        kept |= {key: value for key, value in answers.items() if topic.owns(key) and topic.accepts(key, value)}
    return kept


def _check_unchanged(held: AnswerSet, section: str, expected_revision: int, writer: str) -> None:
    last = held.sections.get(section)
    if last and last["revision"] > expected_revision and last["writer"] != writer:
        at = hour(datetime.fromisoformat(last["at"]))
        raise AnswersChanged(who=last["who"], at=at, revision=held.revision)
