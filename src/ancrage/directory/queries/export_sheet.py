"""The public services in a spreadsheet, one by row, with the titles that a spreadsheet brought back is known by."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from ancrage.directory.exchange.sheet_fields import FIELDS
from ancrage.directory.queries.documents import Document
from ancrage.directory.queries.exports import Scope, services_told
from ancrage.directory.queries.terms import MODES, NEEDS, PUBLICS, taxonomy_id
from ancrage.files.sheets import Row

_LISTS: Final = {"needs": NEEDS, "publics": PUBLICS, "modes": MODES}


def heads() -> list[str]:
    return [str(label) for label in FIELDS.values()] + [_("État"), _("Modifié le")]


def rows(scope: Scope, at: datetime) -> Iterator[Row]:
    return (_row(one) for one in services_told(scope, at))


def _row(service: Document) -> Row:
    place: Document = next(
        (one["location"] for one in service.get("service_at_locations", ()) if "location" in one), {}
    )
    address: Document = next(iter(place.get("addresses", ())), {})
    told = {
        "organization": service["organization"]["name"],
        "organization_id": service["organization_id"],
        "phone": next((one["number"] for one in service.get("phones", ())), ""),
        "hours": "; ".join(one["description"] for one in service.get("schedules", ()) if one.get("description")),
        "languages": "; ".join(one.get("code") or one["name"] for one in service.get("languages", ())),
        "areas": "; ".join(one["name"] for one in service.get("service_areas", ()) if one.get("name")),
        **{name: address.get(name, "") for name in ("address_1", "city", "postal_code")},
        **{name: _terms(service, code) for name, code in _LISTS.items()},
    }
    cells = [service.get(name, "") if name not in told else told[name] for name in FIELDS]
    return [*cells, service["status"], str(service.get("last_modified", ""))]


def _terms(service: Document, code: str) -> str:
    wanted = str(taxonomy_id(code))
    terms = [one["taxonomy_term"] for one in service.get("attributes", ()) if "taxonomy_term" in one]
    return "; ".join(term["name"] for term in terms if term.get("taxonomy_id") == wanted)
