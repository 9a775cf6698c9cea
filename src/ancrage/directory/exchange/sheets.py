"""A spreadsheet of services, one by row: what is mapped goes to its column, the rest is kept under its heading."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import IO, Any, Final
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from ancrage.core.text import fold
from ancrage.directory.exchange.items import SORTED, Item, SourceUnreadable
from ancrage.directory.exchange.sheet_fields import guessed
from ancrage.directory.exchange.words import codes_known, codes_of
from ancrage.files.spreadsheets import lines_of, sheet_kind

_SAME: Final = (
    *("alternate_name", "description", "url", "email", "fees_description", "eligibility_description"),
    *("application_process", "minimum_age", "maximum_age"),
)
_LISTS: Final = {"needs": "besoins", "publics": "publics", "modes": "modes"}
MOST_LINES: Final = 1_048_576
"""As many as spreadsheets hold."""
Lists = Mapping[str, tuple[str, Mapping[str, str]]]
"""By field, the list of ours it is of, with the code of each word."""
_PARTED: Final = re.compile(r"\s*[;|,/]\s*")


def first_rows(file: IO[bytes], number: int = 4) -> list[list[str]]:
    """The first rows that say something: the titles of the columns, then what they hold.

    :raises SheetRefused: when it is no spreadsheet.
    """
    sheet_kind(file)
    return list(islice((cells for _line, cells in lines_of(file) if any(cells)), number))


def fields_for(headings: list[str], mapping: Mapping[str, Any]) -> dict[str, str]:
    """By heading, what its column holds: as it was said, else as it is called."""
    said = {heading: str(mapping.get(heading, guessed(heading))) for heading in headings}
    taken: set[str] = set()
    for heading, name in said.items():
        if name in taken:
            said[heading] = ""
        taken.add(name)
    return said


def sheet_items(file: IO[bytes], mapping: Mapping[str, Any]) -> Iterator[Item]:
    """:raises Refused: when it is no spreadsheet, or has no column for what is needed."""
    sheet_kind(file)
    known = {name: (column, codes_known(column)) for name, column in _LISTS.items()}
    fields: dict[str, str] | None = None
    headings: list[str] = []
    for line, cells in lines_of(file, most=MOST_LINES):
        if not any(cells):
            continue
        if fields is None:
            headings, fields = cells, fields_for(cells, mapping)
            if not {"name", "organization"} <= set(fields.values()):
                raise SourceUnreadable(_("Aucune colonne ne dit le nom du service, ou celui de l’organisme."))
            continue
        yield Item("service", _("ligne %(n)d") % {"n": line}, _service(headings, cells, fields, known))


def _service(headings: list[str], cells: list[str], fields: Mapping[str, str], known: Lists) -> dict[str, Any]:
    told: dict[str, str] = {}
    out: dict[str, Any] = {"status": "active"}
    for heading, cell in zip(headings, cells, strict=False):
        if not cell:
            continue
        if name := fields[heading]:
            told[name] = cell
        elif heading:
            out[heading] = cell
    out |= {name: told[name] for name in _SAME if name in told}
    if "name" in told:
        out["name"] = told["name"]
    body, name = told.get("organization", ""), told.get("name", "")
    out["id"] = told.get("id") or _made("service", body, name, told.get("city", ""))
    out["organization"] = {"id": told.get("organization_id") or _made("organization", body), "name": body or None}
    out |= _parts(out["id"], told)
    sorted_by = {
        column: codes_of(codes, _PARTED.split(told[name])) for name, (column, codes) in known.items() if name in told
    }
    if sorted_by:
        out[SORTED] = sorted_by
    return out


def _made(*parts: str) -> str:
    """The same key for the same words, whatever the row."""
    return str(uuid5(NAMESPACE_URL, "|".join(map(fold, parts))))


def _parts(key: str, told: Mapping[str, str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if "phone" in told:
        out["phones"] = [{"id": _made(key, "phone", told["phone"]), "number": told["phone"]}]
    if "hours" in told:
        out["schedules"] = [{"id": _made(key, "hours"), "description": told["hours"]}]
    if "languages" in told:
        out["languages"] = [
            {"id": _made(key, "language", one), "name": one} for one in _PARTED.split(told["languages"])
        ]
    if "areas" in told:
        out["service_areas"] = [{"id": _made(key, "area", one), "name": one} for one in _PARTED.split(told["areas"])]
    if told.keys() & {"address_1", "city", "postal_code"}:
        where = [told.get(name, "") for name in ("address_1", "city", "postal_code")]
        place = _made("location", told.get("organization", ""), *where)
        address = {"id": _made(place, "address"), "address_type": "physical", "state_province": "QC", "country": "CA"}
        address |= {name: told[name] for name in ("address_1", "city", "postal_code") if name in told}
        location = {"id": place, "location_type": "physical", "addresses": [address]}
        out["service_at_locations"] = [{"id": _made(key, place), "location": location}]
    return out
