"""Reading the register of businesses of Québec, as its registrar gives it away: a zip of tables, or the first of them.

``Entreprise.csv`` says where each NEQ stands, ``Nom.csv`` its names.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Final
from zipfile import BadZipFile, ZipFile, is_zipfile

from django.utils.translation import gettext as _

from ancrage.core.errors import Refused
from ancrage.employers.models import NEQ

_REGISTERED: Final = "IM"
_BUSINESSES: Final = ("NEQ", "COD_STAT_IMMAT", "DAT_STAT_IMMAT")
_NAMES: Final = ("NEQ", "NOM_ASSUJ", "DAT_FIN_NOM_ASSUJ")


class RegisterRefused(Refused):
    """The file is not the register of businesses; nothing was changed."""


@dataclass(frozen=True)
class Business:
    """A line: ``struck_on`` is the day it left the register, when it is not registered and the day is known."""

    neq: str
    is_struck: bool
    struck_on: date | None


def read_businesses(path: Path) -> Iterator[Business]:
    """Every business of the file.

    :raises RegisterRefused: when it cannot be read, or is of something else.
    """
    with ExitStack() as held:
        for line, row in _rows(path, "Entreprise.csv", _BUSINESSES, held):
            neq, is_struck = row["NEQ"].strip(), row["COD_STAT_IMMAT"].strip() != _REGISTERED
            if not NEQ.fullmatch(neq):
                raise RegisterRefused(
                    _("Ligne %(line)s : « %(neq)s » n’est pas un NEQ.") % {"line": line, "neq": neq[:20]}
                )
            yield Business(neq, is_struck, _day(row["DAT_STAT_IMMAT"], line) if is_struck else None)


def read_names(path: Path) -> Iterator[tuple[str, str]]:
    """The NEQ and name of each name in force; nothing when the file is that of businesses alone."""
    if not is_zipfile(path):
        return
    with ExitStack() as held:
        for _line, row in _rows(path, "Nom.csv", _NAMES, held):
            if not row["DAT_FIN_NOM_ASSUJ"].strip() and row["NOM_ASSUJ"].strip():
                yield row["NEQ"].strip(), row["NOM_ASSUJ"].strip()[:300]


def _rows(path: Path, name: str, wanted: tuple[str, ...], held: ExitStack) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        text = io.TextIOWrapper(_opened(path, name, held), encoding="utf-8-sig", newline="")
        lines = csv.DictReader(held.enter_context(text))
        missing = [column for column in wanted if column not in (lines.fieldnames or ())]
        if missing:
            raise RegisterRefused(
                _("%(file)s n’a pas de colonne %(columns)s.") % {"file": name, "columns": ", ".join(missing)}
            )
        for row in lines:
            yield lines.line_num, {column: row[column] or "" for column in wanted}
    except (OSError, BadZipFile, UnicodeDecodeError, csv.Error) as error:
        raise RegisterRefused(_("Le fichier ne se lit pas : %(error)s") % {"error": error}) from error


def _opened(path: Path, name: str, held: ExitStack) -> IO[bytes]:
    if not is_zipfile(path):
        return held.enter_context(path.open("rb"))
    archive = held.enter_context(ZipFile(path))
    found = next((entry for entry in archive.namelist() if entry.rpartition("/")[2].lower() == name.lower()), None)
    if found is None:
        raise RegisterRefused(_("L’archive ne contient pas %(file)s.") % {"file": name})
    return held.enter_context(archive.open(found))


def _day(text: str, line: int) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10]) if text.strip() else None
    except ValueError as error:
        raise RegisterRefused(
            _("Ligne %(line)s : « %(day)s » n’est pas une date.") % {"line": line, "day": text[:20]}
        ) from error
