"""Reading the occupations and their titles: Statistics Canada's files of elements, or the same told in two lists."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from ancrage.core.csv_text import separator_of
from ancrage.core.errors import Refused
from ancrage.core.text import fold
from ancrage.directory.models import TitleLanguage

_LONGEST: Final = 300
_UNIT_GROUP: Final = "5"
_DOUBLY_ENCODED: Final = re.compile("Ã[\u0080-\u00bf©¨ª§]|â€")


class OccupationsRefused(Refused):
    """The files cannot be read as occupations; nothing was changed."""


@dataclass
class Occupations:
    """What files say. ``groups``: by code, the title in each language; ``titles``: code, language, title, and where.

    ``listed``: the languages whose titles the files list; the titles of others are left as they are.
    """

    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    titles: dict[tuple[str, str, str], "Place"] = field(default_factory=dict)

    @property
    def listed(self) -> set[str]:
        return {language for _code, language, _title in self.titles}


@dataclass(frozen=True)
class Place:
    """A line of a file."""

    file: str
    line: int

    def refused(self, reason: str) -> OccupationsRefused:
        told = {"file": self.file, "line": self.line, "reason": reason}
        return OccupationsRefused(_("%(file)s, ligne %(line)d : %(reason)s. Rien n’a été changé.") % told)


def read_occupations(*paths: Path) -> Occupations:
    """What the files say together.

    :raises OccupationsRefused: with the file and the line of what is wrong.
    """
    found = Occupations()
    for path in paths:
        place = Place(path.name, 0)
        rows = _rows(path)
        header = next(rows, (1, []))[1]
        take = _reader_of(path, [fold(name) for name in header])
        for line, cells in rows:
            if not any(cells):
                continue
            place = Place(path.name, line)
            if len(cells) != len(header):
                counts = {"seen": len(cells), "asked": len(header)}
                raise place.refused(_("%(seen)d colonnes au lieu de %(asked)d") % counts)
            take(found, place, cells)
        if not place.line:
            raise OccupationsRefused(_("Le fichier %(path)s ne contient aucune profession.") % {"path": path.name})
    return found


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text.partition("\n")[0]), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [" ".join(cell.split()) for cell in cells]
    except csv.Error as error:
        raise Place(path.name, reader.line_num).refused(_("un guillemet n’est pas fermé")) from error


def _text(path: Path) -> str:
    """In UTF-8, or as Windows writes it; what is neither would give titles that nobody can read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OccupationsRefused(_("Le fichier %(path)s ne peut pas être lu.") % {"path": path}) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = Place(path.name, content.count(b"\n", 0, error.start) + 1)
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text or _DOUBLY_ENCODED.search(text):
            raise wrong.refused(_("le texte n’est pas en UTF-8; enregistrez le fichier dans cet encodage")) from error
        return text


_Reader = Callable[[Occupations, Place, Sequence[str]], None]


def _reader_of(path: Path, header: Sequence[str]) -> _Reader:
    """By the names of the columns.

    :raises OccupationsRefused: naming what is missing.
    """
    for wanted, reader in _READERS:
        found = {name: _column(header, starts) for name, starts in wanted.items()}
        missing = [starts[0] for name, starts in wanted.items() if found[name] is None]
        if not missing:
            return partial(reader, {name: place for name, place in found.items() if place is not None})
    raise OccupationsRefused(
        _("Il manque des colonnes à %(path)s : il faut %(either)s. Rien n’a été changé.")
        % {"path": path.name, "either": _(" ou ").join(", ".join(s[0] for s in w.values()) for w, _r in _READERS)}
    )


def _column(header: Sequence[str], starts: Sequence[str]) -> int | None:
    """The column whose name, folded, begins with one of ``starts``."""
    return next((place for place, name in enumerate(header) if name.startswith(tuple(starts))), None)


Columns = Mapping[str, int]


def _group(columns: Columns, found: Occupations, place: Place, cells: Sequence[str]) -> None:
    code = _code(place, cells[columns["code"]])
    titles = {language: _title(place, cells[columns[f"title_{language}"]]) for language in TitleLanguage.values}
    if code in found.groups:
        raise place.refused(_("le code %(code)s est déjà plus haut") % {"code": code})
    found.groups[code] = titles


def _appellation(columns: Columns, found: Occupations, place: Place, cells: Sequence[str]) -> None:
    code, language = _code(place, cells[columns["code"]]), cells[columns["language"]].lower()
    if language not in TitleLanguage.values:
        raise place.refused(_("« %(language)s » n’est pas une langue : fr ou en") % {"language": language})
    found.titles.setdefault((code, language, _title(place, cells[columns["title"]])), place)


def _element(language: str, columns: Columns, found: Occupations, place: Place, cells: Sequence[str]) -> None:
    """Only unit groups have titles; duties, requirements and the like are left aside."""
    if cells[columns["level"]] != _UNIT_GROUP:
        return
    # A spreadsheet that read codes as numbers took away their first zeros.
    code = _code(place, cells[columns["code"]].zfill(5))
    title = _title(place, cells[columns["title"]])
    if found.groups.setdefault(code, {}).setdefault(language, title) != title:
        raise place.refused(_("le code %(code)s a déjà un autre titre") % {"code": code})
    if "exempl" in (kind := fold(cells[columns["kind"]])) or "example" in kind:
        found.titles.setdefault((code, language, _title(place, cells[columns["text"]])), place)


def _code(place: Place, code: str) -> str:
    if not re.fullmatch(r"[0-9]{5}", code):
        raise place.refused(_("le code « %(code)s » n’a pas cinq chiffres") % {"code": code})
    return code


def _title(place: Place, title: str) -> str:
    if not title:
        raise place.refused(_("il manque le titre"))
    if len(title) > _LONGEST:
        raise place.refused(_("le titre a plus de %(most)d caractères") % {"most": _LONGEST})
    return title


# Each column by how its name begins, without accents.
_READERS: Final[tuple[tuple[Mapping[str, tuple[str, ...]], Callable[..., None]], ...]] = (
    ({"code": ("code",), "title_fr": ("titre fr",), "title_en": ("titre en",)}, _group),
    ({"code": ("code",), "language": ("langue",), "title": ("appellation",)}, _appellation),
    (
        {
            "level": ("level",),
            "code": ("code",),
            "title": ("class title",),
            "kind": ("element type label",),
            "text": ("element description",),
        },
        partial(_element, "en"),
    ),
    (
        {
            "level": ("niveau",),
            "code": ("code",),
            "title": ("titres de classes", "titre de classe", "titre de la classe"),
            "kind": ("libelle du type d element", "etiquette du type d element"),
            "text": ("description d element", "description de l element", "description d un element"),
        },
        partial(_element, "fr"),
    ),
)
