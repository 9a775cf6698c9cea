"""The shape of a version's content, checked before it is published.

Sections hold topics; a topic is weighed from 0 to 3, each level described, then detailed by questions.
Answers are kept in one flat mapping, ``"<topic>.<question>"`` to its value; every topic also has the keys of
``STANDARD``. Values are what JSON holds: text, whole number, true or false, list of codes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

LANGUAGES: Final = ("fr", "en")
LEVELS: Final = range(4)
LONGEST: Final = 4000


class Kind(StrEnum):
    CHOICE = "choice"
    MANY = "many"
    YES_NO = "yes_no"
    NUMBER = "number"
    TEXT = "text"


class Standard(StrEnum):
    """What is asked of every topic beside its own questions."""

    LEVEL = "level"
    URGENCY = "urgency"
    COVERED_BY = "covered_by"
    TITLE = "title"
    NOTE = "note"


class ContentError(ValueError):
    """The content does not have the shape; the message says where."""


@dataclass(frozen=True, slots=True)
class Text:
    fr: str
    en: str

    def within(self, language: str) -> str:
        """The text in the reader's language, else in French."""
        return self.en if language.startswith("en") else self.fr


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Question:
    """``key`` is how its answer is kept."""

    key: str
    kind: Kind
    label: Text
    choices: tuple[Choice, ...] = ()

    def accepts(self, value: object) -> bool:
        """Whether ``value`` may be an answer; no answer is no key at all."""
        codes = [choice.code for choice in self.choices]
        match self.kind:
            case Kind.CHOICE:
                return isinstance(value, str) and value in codes
            case Kind.MANY:
                return isinstance(value, list) and bool(value) and all(one in codes for one in value)
            case Kind.YES_NO:
                return isinstance(value, bool)
            case Kind.NUMBER:
                return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1000
            case Kind.TEXT:
                return isinstance(value, str) and 0 < len(value) <= LONGEST


@dataclass(frozen=True, slots=True)
class Topic:
    code: str
    title: Text
    steps: tuple[Text, ...]
    questions: tuple[Question, ...]

    def key(self, name: str) -> str:
        return f"{self.code}.{name}"

    def owns(self, key: str) -> bool:
        return key.startswith(f"{self.code}.")

    def accepts(self, key: str, value: object) -> bool:
        """Whether ``value`` may answer ``key``, one of this topic's."""
        name = key.removeprefix(f"{self.code}.")
        if name == Standard.LEVEL:
            return isinstance(value, int) and not isinstance(value, bool) and value in LEVELS
        if name in set(Standard):
            return isinstance(value, str) and 0 < len(value) <= LONGEST
        return any(question.key == key and question.accepts(value) for question in self.questions)


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: Text
    hint: Text
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Content:
    sections: tuple[Section, ...]

    @property
    def topics(self) -> Iterator[Topic]:
        for section in self.sections:
            yield from section.topics

    def section(self, code: str) -> Section | None:
        return next((section for section in self.sections if section.code == code), None)


def parse(raw: Mapping[str, Any]) -> Content:
    """``raw`` as objects.

    :raises ContentError: where the shape is not kept: what is missing, unknown, empty or given twice.
    """
    content = Content(_each(raw, "sections", "", _section))
    _once("", [section.code for section in content.sections])
    _once("", [topic.code for topic in content.topics])
    return content


def _section(raw: Mapping[str, Any], where: str) -> Section:
    hint = _text(raw, "hint", where)
    return Section(_code(raw, where), _text(raw, "title", where), hint, _each(raw, "topics", where, _topic))


def _topic(raw: Mapping[str, Any], where: str) -> Topic:
    code = _code(raw, where)
    steps = _each(raw, "steps", where, _words)
    if len(steps) != len(LEVELS):
        raise ContentError(f"{where}.steps: one for each level, {len(LEVELS)}, not {len(steps)}")

    def question(one: Mapping[str, Any], at: str) -> Question:
        return _question(one, at, code)

    questions = _each(raw, "questions", where, question, may_be_empty=True)
    _once(f"{where}.questions", [*(question.key for question in questions), *(f"{code}.{name}" for name in Standard)])
    return Topic(code, _text(raw, "title", where), steps, questions)


def _question(raw: Mapping[str, Any], where: str, topic: str) -> Question:
    try:
        kind = Kind(raw.get("kind", ""))
    except ValueError:
        raise ContentError(f"{where}.kind: {raw.get('kind')!r} is not one of {', '.join(Kind)}") from None
    has_choices = kind in {Kind.CHOICE, Kind.MANY}
    if has_choices != ("choices" in raw):
        raise ContentError(f"{where}.choices: {'missing' if has_choices else 'not for this kind'}")
    choices = _each(raw, "choices", where, _choice) if has_choices else ()
    _once(f"{where}.choices", [choice.code for choice in choices])
    return Question(f"{topic}.{_code(raw, where)}", kind, _text(raw, "label", where), choices)


def _choice(raw: Mapping[str, Any], where: str) -> Choice:
    return Choice(_code(raw, where), _words(raw, where))


def _each(
    raw: Mapping[str, Any],
    name: str,
    where: str,
    build: Callable[[Mapping[str, Any], str], Any],
    *,
    may_be_empty: bool = False,
) -> tuple[Any, ...]:
    path = f"{where}.{name}".strip(".")
    values = raw.get(name)
    if not isinstance(values, list) or not (values or may_be_empty):
        raise ContentError(f"{path}: a list is expected")
    if not all(isinstance(value, Mapping) for value in values):
        raise ContentError(f"{path}: objects are expected")
    return tuple(build(value, f"{path}[{index}]") for index, value in enumerate(values))


def _text(raw: Mapping[str, Any], name: str, where: str) -> Text:
    value = raw.get(name)
    if not isinstance(value, Mapping):
        raise ContentError(f"{where}.{name}: French and English are expected")
    return _words(value, f"{where}.{name}")


def _words(raw: Mapping[str, Any], where: str) -> Text:
    words = [raw.get(language) for language in LANGUAGES]
    if not all(isinstance(one, str) and one.strip() for one in words):
        raise ContentError(f"{where}: French and English are expected")
    return Text(*(str(one) for one in words))


def _code(raw: Mapping[str, Any], where: str) -> str:
    code = raw.get("code")
    if not isinstance(code, str) or not code or not code.replace("-", "").replace("_", "").isalnum():
        raise ContentError(f"{where}.code: letters, digits and hyphens are expected")
    return code


def _once(where: str, codes: list[str]) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ContentError(f"{where}: given twice: {', '.join(twice)}".lstrip(": "))
