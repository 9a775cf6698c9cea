import copy
import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.directory.actions import reference
from ancrage.questionnaires.actions.answering import known_answers
from ancrage.questionnaires.content import ContentError, Standard, parse
from tests.factories.questionnaires import the_questions

CONTENT = parse(the_questions())
ANY = st.recursive(st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False), st.lists)


def _domains() -> dict[str, str]:
    with (reference._DATA / "need_domains.csv").open(encoding="utf-8") as lines:
        return {row["code"]: row["stream"] for row in csv.DictReader(lines)}


def test_the_assessment_asks_of_every_domain_in_its_stream() -> None:
    asked = {topic.code: section.code for section in CONTENT.sections for topic in section.topics}
    assert asked == _domains()


def test_each_domain_describes_its_four_levels_and_asks_more() -> None:
    assert {len(topic.steps) for topic in CONTENT.topics} == {4}
    assert all(topic.questions for topic in CONTENT.topics)


@pytest.mark.parametrize(
    ("breaks", "where"),
    [
        (lambda raw: raw.pop("sections"), "sections"),
        (lambda raw: raw["sections"][0].pop("title"), "sections[0].title"),
        (lambda raw: raw["sections"][0]["title"].update(en=" "), "sections[0].title"),
        (lambda raw: raw["sections"][0]["topics"][0]["steps"].pop(), "sections[0].topics[0].steps"),
        (lambda raw: raw["sections"][0]["topics"][0].update(code="a b"), "sections[0].topics[0].code"),
        (lambda raw: raw["sections"][0]["topics"][0]["questions"][0].update(kind="colour"), "questions[0].kind"),
        (lambda raw: raw["sections"][0]["topics"][0]["questions"][0].pop("choices"), "questions[0].choices"),
        (lambda raw: raw["sections"][0]["topics"][0]["questions"][1].update(choices=[]), "questions[1].choices"),
        (lambda raw: raw["sections"][0]["topics"][0]["questions"][1].update(code="level"), "given twice"),
        (lambda raw: raw["sections"][1]["topics"][0].update(code="logement"), "given twice: logement"),
        (lambda raw: raw["sections"][0]["topics"].append("x"), "sections[0].topics"),
    ],
)
def test_a_wrong_shape_says_where(breaks, where) -> None:
    raw = copy.deepcopy(the_questions())
    breaks(raw)
    with pytest.raises(ContentError) as refused:
        parse(raw)
    assert where in str(refused.value)


@given(st.dictionaries(st.sampled_from([q.key for t in CONTENT.topics for q in t.questions]), ANY))
def test_what_is_kept_is_what_the_questions_accept(answers) -> None:
    kept = known_answers(CONTENT, answers)
    assert kept == known_answers(CONTENT, kept)
    for topic in CONTENT.topics:
        for question in topic.questions:
            assert (question.key in kept) == (question.key in answers and question.accepts(answers[question.key]))


@given(ANY)
def test_a_level_goes_from_0_to_3(value) -> None:
    topic = next(CONTENT.topics)
    is_level = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 3
    assert topic.accepts(topic.key(Standard.LEVEL), value) == is_level


def test_a_number_is_not_a_yes() -> None:
    people = next(CONTENT.topics).questions[1]
    assert people.accepts(2)
    assert not people.accepts(True)
    assert not people.accepts(-1)


def test_english_is_read_in_english_and_french_elsewhere() -> None:
    title = CONTENT.sections[0].title
    assert (title.within("en"), title.within("fr"), title.within("es")) == (
        "Settlement",
        "Installation",
        "Installation",
    )
