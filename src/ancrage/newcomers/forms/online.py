"""The public request, in the words of ``queries.online_words``."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.safestring import SafeString

from ancrage.core.dates import local_day
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.actions.online import Asked
from ancrage.newcomers.forms.fields import LanguageField
from ancrage.newcomers.forms.person import PersonForm
from ancrage.newcomers.forms.places import PlaceForm
from ancrage.newcomers.forms.search import borrowed
from ancrage.newcomers.forms.spoken import Spoken
from ancrage.newcomers.models import CollectionNotice, ContactWay
from ancrage.newcomers.queries.online_words import Words
from ancrage.newcomers.queries.passes import give_form_pass, read_form_pass
from ancrage.territory.models import ServicePoint
from ancrage.ui import forms as ui
from ancrage.ui.forms.base import prepare
from ancrage.ui.forms.dates import DayPartsWidget
from ancrage.ui.forms.fields import ComboboxWidget

SHORTEST: Final = timedelta(seconds=4)
"""Nobody reads and fills the form faster."""
TRAP: Final = "site"
"""A field that no person sees."""
_NAMES: Final = ("given_names", "family_names", "original_name")
_PERSON: Final = (*_NAMES, "birth_on", "phone", "email", "contact_hours")
_WAYS: Final = (ContactWay.PHONE, ContactWay.TEXT, ContactWay.EMAIL)
# Asked, or asked according to what is answered elsewhere: their hints say it.
_ASKED: Final = {*_NAMES, "contact_way", "phone", "email", "municipality"}
_HINTED: Final = (
    "family_names", "phone", "email", "contact_hours", "no_message", "service_point", "interpreter_language", "message",
)  # fmt: skip
# Each part of the page: its heading, then fields with the reason for which they are asked.
_PARTS: Final = (
    ("part_you", ((_NAMES, "why_name"), (("birth_on",), "why_birth"))),
    ("part_reach", ((("contact_way", "phone", "email", "contact_hours", "no_message"), "why_reach"),)),
    ("part_place", ((("municipality", "service_point"), "why_place"),)),
    ("part_needs", ((("interpreter", "interpreter_language", "domains", "message"), "why_needs"),)),
)


class _BirthParts(DayPartsWidget):
    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, key in zip(context["widget"]["subwidgets"], ("day", "month", "year"), strict=True):
            part["label"] = self.words[key]
        return context


class OnlineForm(Spoken, PlaceForm):
    """What someone asks for themselves. ``slip`` says when the form was shown; ``carried`` is the one to send next."""

    marks_optional = False

    contact_way = forms.ChoiceField(widget=ui.Radios(inline=True))
    no_message = forms.BooleanField(required=False)
    interpreter = ui.YesNoField(required=False)
    interpreter_language = LanguageField(required=False, but_french=True)
    domains = forms.MultipleChoiceField(required=False, widget=ui.Checkboxes)
    message = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "maxlength": 1000})
    )

    def __init__(
        self,
        *args: Any,
        words: Words,
        at: datetime,
        notice: CollectionNotice,
        points: Sequence[ServicePoint],
        domains: Sequence[NeedDomain],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, today=local_day(at), own=points, **kwargs)
        self.words, self.at, self.notice, self.offered = words, at, notice, domains
        self.slip = read_form_pass(self.data.get("search_pass", ""), at)
        self.carried = self.data["search_pass"] if self.slip else give_form_pass(notice.pk, at)
        self.fields |= borrowed(PersonForm, _PERSON)
        self.fields["search_pass"].required = False
        del self.fields["interpreter" if words.is_french else "interpreter_language"]
        if words.language != "ar":
            del self.fields["original_name"]
        self._offer()
        self._speak()

    def _offer(self) -> None:
        for name in ("given_names", "family_names", "contact_hours"):
            if name in self.fields:
                self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["birth_on"].widget = _BirthParts(self.words)
        self.fields["birth_on"].latest = self.today  # type: ignore[attr-defined] # a BirthDateField's
        self.fields["municipality"].widget = ComboboxWidget(source=lambda: reverse("newcomers:online_places"))
        self._choices("contact_way", [(way.value, self.words[f"way_{way.value}"]) for way in _WAYS])
        self._choices("domains", [(one.code, self._domain(one)) for one in self.offered])
        if "interpreter" in self.fields:
            self._choices("interpreter", [("oui", self.words["yes"]), ("non", self.words["no"])])
        if "service_point" in self.fields:
            points = [(str(point.pk), point.name) for point in self.own]
            self._choices("service_point", [("", self.words.plain("no_service_point")), *points])

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a ChoiceField

    def _domain(self, domain: NeedDomain) -> SafeString:
        return self.words.duo({language: domain.label_in(language) for language in ("fr", self.words.language)})

    def _speak(self) -> None:
        """Say each question, whether it may stay without answer, and its hint, in both languages."""
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.HiddenInput):
                continue
            is_free = name not in _ASKED and not isinstance(field, forms.BooleanField | forms.MultipleChoiceField)
            field.label = self.words.optional(name) if is_free else self.words[name]
            field.help_text = self.words[f"hint_{name}"] if name in _HINTED else ""
            prepare(field)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in _NAMES) and not set(_NAMES) & set(self.errors):
            self.add_error("given_names", ValidationError("", code="name_missing"))
        way = cleaned.get("contact_way")
        wanted = "email" if way == ContactWay.EMAIL else "phone"
        if way and not cleaned.get(wanted) and wanted not in self.errors:
            self.add_error(wanted, ValidationError("", code=f"{wanted}_missing"))
        if self.slip is None:
            self.fail("expired")
        elif self.data.get(TRAP) or self.at - self.slip.at < SHORTEST:
            self.fail("fast")
        return cleaned

    def renew(self) -> None:
        """The page sent was used: the next one is another request."""
        self.carried = give_form_pass(self.notice.pk, self.at - SHORTEST)

    def parts(self) -> list[tuple[SafeString, list[tuple[list[forms.BoundField], SafeString]]]]:
        """The page in order: heading, then groups of fields, each with its reason."""
        return [
            (self.words[heading], [([self[n] for n in names if n in self.fields], self.words[why]) for names, why in groups])
            for heading, groups in _PARTS
        ]  # fmt: skip

    def asked(self) -> Asked:
        typed = self.cleaned_data
        person = {name: typed[name] for name in _PERSON if name in typed}
        language = self.words.language
        interpreted = (
            typed["interpreter_language"] if self.words.is_french else language if typed["interpreter"] else ""
        )
        return Asked(
            person=person
            | {
                "contact_way": typed["contact_way"],
                "may_leave_message": not typed["no_message"],
                "municipality": typed["municipality"],
                "languages": [] if self.words.is_french else [language],
                "interpreter_language": interpreted,
            },
            language=language,
            notice=self.notice,
            message=typed["message"],
            domains=[one for one in self.offered if one.code in typed["domains"]],
        )
