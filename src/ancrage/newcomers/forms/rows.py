"""A row of a list, read as the entry form reads what is typed: the same fields, the same refusals."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ancrage.core.cldr import Option, country_options, language_options
from ancrage.core.text import fold
from ancrage.files.sheets import is_formula
from ancrage.newcomers.forms.person import PersonForm, contradictions
from ancrage.newcomers.forms.row_facts import SOURCES, categories, category_in, fact_errors, fact_fields
from ancrage.newcomers.forms.search import borrowed
from ancrage.newcomers.forms.usual import usual_of
from ancrage.newcomers.models import ContactWay, DocumentKind, LevelSource, Pronoun, Relation
from ancrage.newcomers.people_file import birth_in
from ancrage.newcomers.queries.import_columns import BESIDE, FRENCH, HOUSEHOLD, STATUS
from ancrage.newcomers.queries.imports import DAYS, Read
from ancrage.newcomers.queries.whole_names import PARTS, WHOLE, parted
from ancrage.ui.forms import DayField

_APART: Final = re.compile(r"\s*[,;/\n]\s*")
_YES: Final = frozenset({"oui", "o", "yes", "y", "vrai", "true", "x", "1"})
_NO: Final = frozenset({"non", "n", "no", "faux", "false", "0"})
# Few values for many rows: each is read once.
_FEW_VALUES: Final = frozenset(
    {
        *("municipality", "origin_country", "languages", "interpreter_language", "contact_way", "pronoun"),
        *("arrived_on", "expected_on"),
        *STATUS,
        *FRENCH,
        "household_relation",
    }
)
# Whatever is written there is a name, a note, an address: nothing of it says that the column is another.
_FREE: Final = frozenset(
    {"given_names", "family_names", "original_name", "other_names", "phone_note", "contact_hours", "address"}
)
_Outcome = tuple[Any, str]


class RowReader:
    """Reads rows of one list. ``columns``: where each renseignement is; ``width``: how many columns have a heading."""

    def __init__(self, columns: Mapping[str, int], *, width: int, today: date) -> None:
        self.columns, self.width, self.today = columns, width, today
        names = dict.fromkeys(part for name in columns for part in (PARTS if name in WHOLE else [name]))
        self.facts = {name: place for name, place in columns.items() if name in BESIDE}
        self.fields = borrowed(PersonForm, [name for name in names if name not in self.facts])
        self.fields |= fact_fields(self.facts)
        self.categories = categories() if "status_category" in self.facts else {}
        if "birth_on" in columns:
            self.fields["birth_on"].latest = today  # type: ignore[attr-defined] # a BirthDateField's
        self._known: dict[tuple[str, str], _Outcome] = {}
        usual = {name: usual_of(field) for name, field in self.fields.items() if name not in _FEW_VALUES}
        self._usual = {name: reading for name, reading in usual.items() if reading}
        self._names = {name: _by_name(options) for name, options in _OPTIONS.items() if name in columns}

    def read(self, cells: Sequence[str]) -> Read:
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for name, place in self.columns.items():
            text = cells[place] if place < len(cells) else ""
            if name in WHOLE:
                told, error = self._parted(name, text)
                values |= told
            elif not (found := self.cell(name, text))[1]:
                values[name], error = found
            else:
                error = found[1]
            if error:
                errors[name] = error
        for name, error in contradictions(values, self._named(errors), self.today):
            errors[self._column_of(name)] = error
        if self.facts:
            for name, error in fact_errors(values, errors, self.today):
                errors.setdefault(self._column_of(name), error)
        if any(cells[self.width :]):
            errors[""] = _("Cette ligne a plus de cellules que de titres : ses colonnes sont décalées.")
        return Read(cells, values, errors)

    def _parted(self, kind: str, text: str) -> tuple[dict[str, Any], str]:
        """The given and family names of a whole name, or what is wrong with it."""
        if is_formula(text):
            return {}, self._read(PARTS[0], text)[1]
        if (parts := parted(text, kind)) is None:
            return {}, _("Rien ne dit où finit le nom de famille. Écrivez-le en majuscules, ou suivi d’une virgule.")
        read = {name: self._read(name, part) for name, part in zip(PARTS, parts, strict=True)}
        error = next((wrong for _value, wrong in read.values() if wrong), "")
        return ({}, error) if error else ({name: value for name, (value, _wrong) in read.items()}, "")

    def _named(self, errors: Collection[str]) -> set[str]:
        """``errors``, a whole name that is wrong being wrong names."""
        return {part for name in errors for part in (PARTS if name in WHOLE else [name])}

    def _column_of(self, name: str) -> str:
        """Where a renseignement is said: beside it, its error is read."""
        if name in BESIDE and name not in self.columns:
            group = next(group for group in (STATUS, FRENCH, HOUSEHOLD) if name in group)
            return next(one for one in self.columns if one in group)
        whole = [kind for kind in WHOLE if kind in self.columns]
        return whole[0] if whole and name in PARTS else name

    def cell(self, name: str, text: str) -> _Outcome:
        """The value of ``text`` for the field ``name``, or what is wrong with it."""
        usual = self._usual.get(name)
        if usual and (value := usual(text)) is not None:
            return value, ""
        if name not in _FEW_VALUES:
            return self._read(name, text)
        if (name, text) not in self._known:
            self._known[name, text] = self._read(name, text)
        return self._known[name, text]

    def doubtful(self, rows: Sequence[Sequence[str]]) -> "Iterator[Doubt]":
        """The columns that hold something else than what they are said to, for most of ``rows``."""
        for name, place in self.columns.items():
            if name in _FREE or name in WHOLE:
                continue
            told = [row[place] for row in rows if place < len(row) and row[place]]
            wrong = [text for text in told if self.cell(name, text)[1]]
            if len(wrong) * 2 > len(told):
                yield Doubt(name, len(wrong), len(told), wrong[0])

    def _read(self, name: str, text: str) -> _Outcome:
        if is_formula(text) and name != "phone":
            return None, _("Cette cellule commence comme une formule. Écrivez sa valeur.")
        try:
            return self._clean(name, text), ""
        except ValidationError as error:
            return None, str(error.messages[0])

    def _clean(self, name: str, text: str) -> Any:  # noqa: ANN401 - a value of the field
        field = self.fields[name]
        if name in DAYS:
            return field.clean(_day(field, text)) if text else None
        if name == "may_leave_message":
            return _yes_or_no(text)
        if name == "status_category":
            return category_in(text, self.categories)
        if name == "french_source":
            text = SOURCES.get(fold(text), text)
        if name in self._names:
            parts = _APART.split(text) if name == "languages" else [text]
            text = ", ".join(self._names[name].get(fold(part), part) for part in parts)
        if name == "contact_way" and not text:
            return ContactWay.PHONE.value
        value = field.clean(text)
        return str(value.pk) if name == "municipality" and value else value


@dataclass(frozen=True, slots=True)
class Doubt:
    """A column whose cells cannot be read as what it is said to hold: ``wrong`` of ``told``, ``example`` among them."""

    name: str
    wrong: int
    told: int
    example: str


def _day(field: forms.Field, text: str) -> Any:  # noqa: ANN401 - what the field takes
    """The parts of a date written in any usual order, the day before the month where the year comes last."""
    parts = birth_in(text)
    if parts is None:
        raise ValidationError(DayField.default_error_messages["invalid"], code="invalid")
    year, month, day = parts
    return f"{year:04}-{month:02}-{day:02}" if isinstance(field, DayField) else [day, month, year]


def _yes_or_no(text: str) -> bool:
    said = fold(text)
    if said in _NO:
        return False
    if text and said not in _YES:
        raise ValidationError(_("Écrivez oui ou non."), code="invalid")
    return True


def _labelled(choices: type[TextChoices]) -> list[Option]:
    return [(str(one.value), str(one.label)) for one in choices]


_OPTIONS: Final[Mapping[str, Callable[[], Iterable[Option]]]] = {
    "origin_country": country_options,
    "languages": language_options,
    "interpreter_language": language_options,
    "contact_way": lambda: _labelled(ContactWay),
    "pronoun": lambda: _labelled(Pronoun),
    "status_document": lambda: _labelled(DocumentKind),
    "french_source": lambda: _labelled(LevelSource),
    "household_relation": lambda: _labelled(Relation),
}
_TYPED_BY_NAME: Final = (country_options, language_options)


def _by_name(options: Callable[[], Iterable[Option]]) -> dict[str, str]:
    """By code, or by name in any of our languages, what the field takes: its name in the reader's, or its code."""
    is_named = options in _TYPED_BY_NAME
    takes = {key: str(label) if is_named else key for key, label in options()}
    found = {fold(key): taken for key, taken in takes.items()}
    for language in {get_language() or settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)}:
        with override(language):
            found |= {fold(str(label)): takes[key] for key, label in options() if key in takes}
    return found
