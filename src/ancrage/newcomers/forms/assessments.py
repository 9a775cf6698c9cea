from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.forms.fields import LanguageField
from ancrage.newcomers.models import MeetingMode
from ancrage.newcomers.queries.assessments import LEVELS, reader_language
from ancrage.plans.models import CoveredBy, Urgency
from ancrage.questionnaires.content import Kind, Question, Standard, Topic
from ancrage.ui import forms as ui
from ancrage.ui.forms.base import prepare


class StartForm(ui.Form):
    mode = forms.ChoiceField(
        label=_("Comment se fait la rencontre?"),
        choices=MeetingMode.choices,
        initial=MeetingMode.IN_PERSON,
        widget=ui.Radios,
    )
    interpreter_language = LanguageField(
        label=_("Interprète en"), required=False, but_french=True, help_text=_("Vide s’il n’y a pas d’interprète.")
    )


@dataclass(frozen=True)
class BoundTopic:
    """One domain on the page: how it is weighed, then what is asked more."""

    code: str
    title: str
    level: BoundField
    more: list[BoundField]
    is_detailed: bool


class PageForm(ui.Form):
    """One section of a questionnaire. Nothing is required: a draft may stop anywhere.

    ``revision`` is the one of the answers shown; ``writer`` tells this open page from any other. ``asked`` are the
    topics that the reader may see of the section.
    """

    marks_optional = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    writer = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, *args: Any, topics: Iterable[Topic], answers: Mapping[str, Any], revision: int, **kwargs: Any
    ) -> None:
        self.asked = tuple(topics)
        self._keys: dict[str, str] = {}
        given = {_name(key): _shown(value) for key, value in answers.items()}
        initial = given | {"revision": revision, "writer": uuid4().hex}
        super().__init__(*args, initial=initial, **kwargs)
        for topic in self.asked:
            self._add(topic)

    def _add(self, topic: Topic) -> None:
        hints = dict(enumerate(step.within(reader_language()) for step in topic.steps))
        fields = {topic.key(Standard.LEVEL): _level({str(level): hint for level, hint in hints.items()})}
        fields |= {topic.key(name): field for name, field in _standard().items()}
        fields |= {question.key: _field(question) for question in topic.questions}
        fields[topic.key(Standard.NOTE)] = _note()
        for key, field in fields.items():
            prepare(field)
            self.fields[_name(key)] = field
            self._keys[_name(key)] = key

    @property
    def topics(self) -> list[BoundTopic]:
        return [self._bound(topic) for topic in self.asked]

    def _bound(self, topic: Topic) -> BoundTopic:
        level, *more = (self[name] for name, key in self._keys.items() if topic.owns(key))
        is_detailed = any(field.errors or field.value() for field in more)
        return BoundTopic(topic.code, topic.title.within(reader_language()), level, more, is_detailed)

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by key; what was left blank is absent."""
        values = {key: self.cleaned_data.get(name) for name, key in self._keys.items()}
        return {key: value for key, value in values.items() if value not in (None, "", [])}

    @property
    def written_topics(self) -> list[str]:
        return [topic.code for topic in self.asked]

    def accept_revision(self, revision: int) -> None:
        """What others saved is shown: saving again replaces it."""
        data: Any = self.data
        self.data = data.copy()
        data = self.data
        data["revision"] = str(revision)


def _name(key: str) -> str:
    return key.replace(".", "__")


def _shown(value: Any) -> Any:  # noqa: ANN401 - any answer
    return {True: "oui", False: "non"}[value] if isinstance(value, bool) else value


def _level(hints: dict[str, str]) -> forms.Field:
    return forms.TypedChoiceField(
        label=_("Où en est la personne?"),
        choices=[(str(level), words) for level, words in LEVELS.items()],
        widget=ui.Radios(hints=hints),
        coerce=int,
        empty_value=None,
        required=False,
    )


def _standard() -> dict[str, forms.Field]:
    title = forms.TextInput(attrs={"lang": "fr"})
    return {
        Standard.TITLE: forms.CharField(
            label=_("Le besoin, en quelques mots"), max_length=200, required=False, widget=title
        ),
        Standard.URGENCY: forms.ChoiceField(
            label=_("Échéance"), choices=[("", _("Choisir…")), *Urgency.choices], required=False
        ),
        Standard.COVERED_BY: forms.ChoiceField(
            label=_("Qui s’en charge?"), choices=[("", _("Choisir…")), *CoveredBy.choices], required=False
        ),
    }


def _note() -> forms.Field:
    area = forms.Textarea(attrs={"rows": 3, "lang": "fr"})
    return forms.CharField(label=_("Précisions"), max_length=4000, required=False, widget=area)


def _field(question: Question) -> forms.Field:
    label = question.label.within(reader_language())
    choices = [(choice.code, choice.text.within(reader_language())) for choice in question.choices]
    match question.kind:
        case Kind.CHOICE:
            return forms.ChoiceField(label=label, choices=[("", _("Choisir…")), *choices], required=False)
        case Kind.MANY:
            return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=ui.Checkboxes)
        case Kind.YES_NO:
            return ui.YesNoField(label=label, required=False)
        case Kind.NUMBER:
            short = forms.NumberInput(attrs={"class": "an-w-xs"})
            return forms.IntegerField(label=label, min_value=0, max_value=999, required=False, widget=short)
    return forms.CharField(label=label, max_length=500, required=False, widget=forms.TextInput(attrs={"lang": "fr"}))
