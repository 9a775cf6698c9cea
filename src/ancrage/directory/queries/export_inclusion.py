"""The public services as data·inclusion v1 says them: structures and services, in JSON."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import orjson

from ancrage.directory.exchange.inclusion import FEES, MODES, PUBLICS, THEMES
from ancrage.directory.queries.documents import Document
from ancrage.directory.queries.exports import Scope, organizations_told, services_told

SOURCE: Final = "ancrage"


def _turned(table: Mapping[str, str]) -> dict[str, str]:
    """By code of ours, the first word that says it there."""
    found: dict[str, str] = {}
    for word, code in table.items():
        found.setdefault(code, word)
    return found


_THEMES, _PUBLICS, _MODES, _FEES = (_turned(table) for table in (THEMES, PUBLICS, MODES, FEES))


def as_inclusion(scope: Scope, at: datetime, told: Iterator[Document] | None = None) -> Iterator[bytes]:
    """The file, piece by piece."""
    yield b'{"structures":['
    gap = b""
    for body in organizations_told(scope):
        yield gap + orjson.dumps(_structure(body, at))
        gap = b","
    yield b'],"services":['
    gap = b""
    for service in told or services_told(scope, at):
        yield gap + orjson.dumps(_service(service))
        gap = b","
    yield b"]}\n"


def _key(key: str) -> str:
    return f"{SOURCE}--{key}"


def _structure(body: Document, at: datetime) -> Document:
    place: Document = next(iter(body.get("locations", ())), {})
    out = {
        "source": SOURCE,
        "id": _key(body["id"]),
        "nom": body["name"],
        "date_maj": at.date().isoformat(),
        "description": body.get("description"),
        "courriel": body.get("email"),
        "site_web": body.get("website"),
        "telephone": _phone(body),
        **_place(place),
    }
    return _without_nothing(out)


def _service(service: Document) -> Document:
    place: Document = next(
        (one["location"] for one in service.get("service_at_locations", ()) if "location" in one), {}
    )
    modified = str(service.get("last_modified") or "")[:10]
    contact = next((one["name"] for one in service.get("contacts", ()) if one.get("name")), None)
    out = {
        "source": SOURCE,
        "id": _key(service["id"]),
        "structure_id": _key(service["organization_id"]),
        "nom": service["name"],
        "description": service.get("description") or service["name"],
        "date_maj": service.get("assured_date") or modified,
        "lien_source": service.get("url"),
        "courriel": service.get("email"),
        "telephone": _phone(service),
        "contact_nom_prenom": contact,
        "frais_precisions": service.get("fees_description"),
        "conditions_acces": service.get("eligibility_description"),
        "mobilisation_precisions": service.get("application_process"),
        "zone_eligibilite": [one["name"] for one in service.get("service_areas", ()) if one.get("name")],
        "thematiques": _words(service, _THEMES),
        "publics": _words(service, _PUBLICS),
        "modes_accueil": _words(service, _MODES),
        "frais": next(iter(_words(service, _FEES)), None),
        **_place(place),
    }
    return _without_nothing(out)


def _words(service: Document, table: Mapping[str, str]) -> list[str]:
    codes = [one.get("taxonomy_term", {}).get("code", "") for one in service.get("attributes", ())]
    return list(dict.fromkeys(table[code] for code in codes if code in table))


def _phone(record: Document) -> str | None:
    return next((str(one["number"]) for one in record.get("phones", ())), None)


def _place(place: Document) -> Document:
    address: Document = next(iter(place.get("addresses", ())), {})
    return {
        "adresse": address.get("address_1"),
        "complement_adresse": address.get("address_2"),
        "commune": address.get("city"),
        "code_postal": address.get("postal_code"),
        "latitude": place.get("latitude"),
        "longitude": place.get("longitude"),
    }


def _without_nothing(out: dict[str, Any]) -> Document:
    return {name: value for name, value in out.items() if value is not None and value not in ("", [])}
