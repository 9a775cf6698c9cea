import copy
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from ancrage.core.actors import JobActor
from ancrage.questionnaires.actions.answering import (
    AnswersChanged,
    AnswersRefused,
    complete_answers,
    save_section,
    start_answers,
)
from ancrage.questionnaires.actions.publishing import PublicationRefused, publish
from ancrage.questionnaires.models import AnswerSet, QuestionnaireVersion
from tests.factories.accounts import UserFactory
from tests.factories.newcomers import MOMENT
from tests.factories.questionnaires import published, the_questions

pytestmark = pytest.mark.django_db
LEVEL, NOTE = "logement.level", "logement.note"


@pytest.fixture
def draft() -> AnswerSet:
    return start_answers(version=published(), answers={}, by=UserFactory.create(), at=MOMENT)


def _save(draft, answers, *, seen=0, writer="a", by=None, topics=("logement",), section="settlement"):
    return save_section(
        answer_set=draft, section=section, topics=topics, answers=answers, expected_revision=seen, writer=writer,
        by=by or UserFactory.create(full_name="Nadia Cherif"), at=MOMENT + timedelta(minutes=12),
    )  # fmt: skip


def test_a_section_replaces_its_topics_and_leaves_the_others(draft) -> None:
    _save(draft, {LEVEL: 2, NOTE: "Bail au 30 juin."})
    _save(draft, {"sante.level": 1}, seen=1, topics=("sante",))
    saved = _save(draft, {LEVEL: 1, "emploi.level": 3}, seen=2)
    assert saved.answers == {LEVEL: 1, "sante.level": 1}
    assert saved.revision == 3


def test_an_answer_the_version_does_not_accept_is_not_kept(draft) -> None:
    assert _save(draft, {LEVEL: 7, NOTE: "", "logement.situation": "castle"}).answers == {}


def test_the_second_of_two_writers_learns_who_wrote_and_nothing_is_replaced(draft) -> None:
    _save(draft, {LEVEL: 2}, writer="a")
    with pytest.raises(AnswersChanged, match="Nadia Cherif a enregistré cette page") as refused:
        _save(draft, {LEVEL: 0}, writer="b")
    draft.refresh_from_db()
    assert draft.answers == {LEVEL: 2}
    assert _save(draft, {LEVEL: 0}, writer="b", seen=refused.value.revision).answers == {LEVEL: 0}


def test_the_same_open_page_saves_again_and_again(draft) -> None:
    _save(draft, {LEVEL: 2}, writer="a")
    assert _save(draft, {LEVEL: 3}, writer="a").answers == {LEVEL: 3}


def test_two_people_on_two_sections_do_not_disturb_each_other(draft) -> None:
    _save(draft, {LEVEL: 2}, writer="a")
    saved = _save(draft, {"francais.level": 1}, writer="b", topics=("francais",), section="french")
    assert saved.answers == {LEVEL: 2, "francais.level": 1}


def test_final_answers_do_not_change(draft) -> None:
    _save(draft, {LEVEL: 2})
    complete_answers(answer_set=draft, at=MOMENT)
    with pytest.raises(AnswersRefused):
        _save(draft, {LEVEL: 0}, seen=1)
    with pytest.raises(AnswersRefused):
        complete_answers(answer_set=draft, at=MOMENT)
    draft.refresh_from_db()
    assert draft.answers == {LEVEL: 2}


def test_a_published_version_never_changes() -> None:
    version = published()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        QuestionnaireVersion.objects.filter(pk=version.pk).update(content={})


def test_a_change_is_a_new_version_and_drafts_keep_theirs(draft) -> None:
    raw = copy.deepcopy(the_questions())
    raw["sections"][0]["topics"].pop()
    second = publish(questionnaire=draft.version.questionnaire, content=raw, by=JobActor("tests"), at=MOMENT)
    assert second.number == 2
    assert QuestionnaireVersion.objects.current("besoins") == second
    draft.refresh_from_db()
    assert draft.version.number == 1
    kept = start_answers(version=second, answers={LEVEL: 1, "education.level": 2}, by=UserFactory.create(), at=MOMENT)
    assert kept.answers == {LEVEL: 1}


def test_a_wrong_content_is_not_published() -> None:
    with pytest.raises(PublicationRefused, match="sections"):
        publish(questionnaire=published().questionnaire, content={}, by=JobActor("tests"), at=MOMENT)


def test_loading_twice_adds_nothing() -> None:
    published()
    published()
    assert QuestionnaireVersion.objects.count() == 1
