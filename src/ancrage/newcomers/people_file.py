"""Reading a list of persons, before it is imported: one row by person, in CSV."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ancrage.core.csv_text import UnreadableCsv, csv_rows, decoded
from ancrage.core.errors import Refused
from ancrage.core.text import fold
from ancrage.newcomers.queries.births import Day
from ancrage.newcomers.queries.scoring import Traits

# Our column, then the other headings under which it is met.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "nom": ("noms", "nom de famille", "noms de famille"),
    "prenom": ("prenoms",),
    "date_naissance": ("date de naissance", "naissance", "ne le", "nee le"),
    "telephone": ("tel",),
    "courriel": ("email", "e mail", "adresse courriel"),
    "adresse": (),
    "code_postal": (),
}
_NAMES: Final = ("nom", "prenom")
_HEADINGS: Final = {alias: name for name, others in COLUMNS.items() for alias in (name.replace("_", " "), *others)}
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})(?:[T ].*)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ].*)?")
_YEAR: Final = re.compile(r"\d{4}")
# What no text holds, then how the files of spreadsheets begin (XLSX and ODS, XLS).
_NO_TEXT: Final = b"\x00"
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MOST_LINES_SAID: Final = 5


class FileRefused(Refused):
    """The file cannot be read as a list of persons."""


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """``lines``: where each entry is, as a spreadsheet numbers them: the headings are line 1."""

    entries: Sequence[Traits]
    lines: Sequence[int]
    warnings: Sequence[str]


def read_people(path: Path) -> PeopleFile:
    """The persons listed in ``path``; an empty row is no one.

    :raises FileRefused: in words, when the file is not such a list.
    """
    rows = _rows(_text(path))
    line, headings = next(((line, row) for line, row in rows if any(row)), (0, []))
    if not line:
        raise FileRefused(_("Le fichier %(path)s est vide.") % {"path": path})
    columns = _columns(headings)
    entries, lines, undated, shifted = [], [], [], []
    for number, cells in rows:
        if any(cells):
            typed = {name: cells[place] for name, place in columns.items() if place < len(cells)}
            born = birth_in(typed.get("date_naissance", ""))
            entries.append(_traits(typed, born))
            lines.append(number)
            undated += [number] if typed.get("date_naissance") and born is None else []
            shifted += [number] if any(cells[len(headings) :]) else []
    return PeopleFile(entries, lines, tuple(_warnings(undated, shifted)))


def birth_in(text: str) -> Day | None:
    """Year, month and day as written, the day before the month where the year comes last; None when not a date.

    A year alone is its first of January, as in the files of persons.
    """
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif _YEAR.fullmatch(text):
        year, month, day = text, "1", "1"
    else:
        return None
    return int(year), int(month), int(day)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(_("Le fichier %(path)s ne peut pas être lu.") % {"path": path}) from error
    text = decoded(content)
    if content.startswith(_WORKBOOKS):
        raise FileRefused(_("Le fichier %(path)s est un classeur : enregistrez-le d’abord en CSV.") % {"path": path})
    if "\0" in text:
        raise FileRefused(_("Le fichier %(path)s n’est pas du texte : enregistrez-le d’abord en CSV.") % {"path": path})
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from csv_rows(StringIO(text, newline=""))
    except UnreadableCsv as error:
        raise FileRefused(
            _(
                "Le fichier se lit mal à partir de la ligne %(line)d : un guillemet n’est pas fermé, ou une cellule est trop longue."
            )
            % {"line": error.line}
        ) from error


def _columns(headings: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = _HEADINGS.get(fold(heading))
        if name in found:
            raise FileRefused(_("La colonne « %(name)s » est deux fois dans le fichier.") % {"name": name})
        if name:
            found[name] = place
    if not found.keys() & set(_NAMES):
        raise FileRefused(
            _("La première ligne doit nommer les colonnes, « nom » ou « prenom » au moins. Elle dit : %(headings)s.")
            % {"headings": ", ".join(filter(None, headings))[:200]}
        )
    return found


def _traits(typed: Mapping[str, str], born: Day | None) -> Traits:
    given = typed.get("prenom", "")
    name = " ".join(filter(None, [given, typed.get("nom", "")]))
    return Traits.of(
        name,
        given=given,
        # A name in a script that has no Latin letters is compared as it is.
        original_name="" if fold(name) else name.casefold(),
        born=born,
        phone=typed.get("telephone", ""),
        email=typed.get("courriel", ""),
        address=typed.get("adresse", ""),
        postal_code=typed.get("code_postal", ""),
    )


def _warnings(undated: list[int], shifted: list[int]) -> Iterator[str]:
    if undated:
        yield ngettext(
            "%(number)d date de naissance illisible, comparée comme absente (ligne %(lines)s).",
            "%(number)d dates de naissance illisibles, comparées comme absentes (lignes %(lines)s).",
            len(undated),
        ) % {"number": len(undated), "lines": _said(undated)}
    if shifted:
        yield ngettext(
            "%(number)d ligne a plus de cellules que de titres : ses colonnes sont peut-être décalées (ligne %(lines)s).",
            "%(number)d lignes ont plus de cellules que de titres : leurs colonnes sont peut-être décalées (lignes %(lines)s).",
            len(shifted),
        ) % {"number": len(shifted), "lines": _said(shifted)}


def _said(lines: list[int]) -> str:
    said = ", ".join(str(line) for line in lines[:_MOST_LINES_SAID])
    return f"{said}…" if len(lines) > _MOST_LINES_SAID else said
