"""Reading the official list of municipalities, or ours: one line by municipality, in CSV."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from ancrage.core.csv_text import decoded, separator_of
from ancrage.core.errors import Refused

# Our column, then the one of the official file (MUN.csv of the Répertoire des municipalités).
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "mcode"),
    "name": ("nom", "munnom"),
    "designation": ("designation", "mdes"),
    "mrc": ("mrc",),
    "region": ("region", "regadm"),
    "division": ("divrec",),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
}
ASKED = ("code", "name", "mrc", "region")
_LABELLED = re.compile(r"(?:MRC\s+)?(?P<name>.*?)\s*\((?P<code>\d+)\)")


class FileRefused(Refused):
    """The file cannot be read as a list of municipalities; nothing was changed."""


@dataclass(frozen=True)
class Place:
    """One municipality as a file says it. Codes are empty where the file gives none."""

    line: int
    code: str
    name: str
    designation: str
    mrc_code: str
    mrc: str
    region: str
    latitude: float | None = None
    longitude: float | None = None


def read_places(path: Path) -> list[Place]:
    """The municipalities listed in ``path``.

    :raises FileRefused: with the line, when the file is not such a list or says one code twice.
    """
    lines = _lines(path)
    places = list(_places(lines))
    seen: dict[str, int] = {}
    for place in places:
        if place.code and seen.setdefault(place.code, place.line) != place.line:
            raise _refused(
                place.line,
                _("le code %(code)s est déjà à la ligne %(other)d") % {"code": place.code, "other": seen[place.code]},
            )
    return places


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of one of our own files, comments left out."""
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(kept))


def _lines(path: Path) -> list[str]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(_("Le fichier %(path)s ne peut pas être lu.") % {"path": path}) from error
    return decoded(content).splitlines(keepends=True)


def _places(lines: list[str]) -> Iterator[Place]:
    start = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    kept = "".join(lines[start:])
    reader = csv.DictReader(io.StringIO(kept), delimiter=separator_of(kept.split("\n", 1)[0]))
    columns = _columns(reader.fieldnames or ())
    for row in reader:
        values = {name: _tidy(row.get(column)) for name, column in columns.items()}
        yield _place(start + reader.line_num, values)


def _columns(header: object) -> dict[str, str]:
    written = {str(name).strip().lower(): str(name) for name in header} if isinstance(header, list | tuple) else {}
    found = {name: written[alias] for name, aliases in COLUMNS.items() for alias in aliases if alias in written}
    missing = [COLUMNS[name][0] for name in ASKED if name not in found]
    if missing:
        raise FileRefused(_("Il manque des colonnes au fichier : %(names)s.") % {"names": ", ".join(missing)})
    return found


def _tidy(text: str | None) -> str:
    return " ".join((text or "").replace("'", "’").replace("--", "–").split())


def _place(line: int, values: Mapping[str, str]) -> Place:
    region, mrc = _labelled(values["region"]), _labelled(values["mrc"])
    if not mrc[1]:
        # Outside any MRC: the census division stands for the equivalent territory.
        mrc = "", _labelled(values.get("division", ""))[1]
    region_code = region[0] or (region[1] if region[1].isdigit() else "")
    if values["code"] and not re.fullmatch(r"\d{5}", values["code"].zfill(5)):
        raise _refused(line, _("le code « %(code)s » n’a pas cinq chiffres") % {"code": values["code"]})
    if not values["name"] or not mrc[1] or not region_code:
        raise _refused(line, _("il manque le nom, la MRC ou la région"))
    return Place(
        line=line,
        code=values["code"].zfill(5) if values["code"] else "",
        name=values["name"],
        designation=values.get("designation", ""),
        mrc_code=short_mrc_code(mrc[0]),
        mrc=mrc[1],
        region=region_code.zfill(2),
        latitude=_number(line, values.get("latitude", "")),
        longitude=_number(line, values.get("longitude", "")),
    )


def _labelled(text: str) -> tuple[str, str]:
    """(code, name) of « MRC La Matapédia (070) » or « Estrie (05) »; ("", text) of a plain name."""
    found = _LABELLED.fullmatch(text)
    return (found["code"], found["name"]) if found else ("", text)


def short_mrc_code(code: str) -> str:
    """The official file writes 070 and 981 what other lists write 07 and 981."""
    return code[:2] if len(code) == 3 and code.endswith("0") else code


def _number(line: int, text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as error:
        raise _refused(line, _("« %(text)s » n’est pas un nombre") % {"text": text}) from error


def _refused(line: int, reason: str) -> FileRefused:
    return FileRefused(_("Ligne %(line)d : %(reason)s. Rien n’a été changé.") % {"line": line, "reason": reason})
