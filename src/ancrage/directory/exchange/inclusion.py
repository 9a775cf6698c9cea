"""data·inclusion v1, in JSON: structures and services, said again in HSDS's words. What has no word there is kept."""

from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from ancrage.directory.exchange.items import SORTED, Item, SourceUnreadable
from ancrage.directory.exchange.json_files import told_in

_LISTS: Final = {name: f"$.{name}" for name in ("structures", "services", "items")}
# By the first part of a theme, our domains of needs; the finer part stays with what came.
THEMES: Final[Mapping[str, str]] = {
    "logement-hebergement": "logement",
    "sante": "sante",
    "famille": "famille-garde",
    "mobilite": "transport",
    "numerique": "education",
    "equipement-et-alimentation": "situation-vulnerable",
    "trouver-un-emploi": "emploi",
    "preparer-sa-candidature": "emploi",
    "choisir-un-metier": "emploi",
    "creation-activite": "entrepreneuriat",
    "se-former": "education",
    "lecture-ecriture-calcul": "francais",
    "apprendre-francais": "francais",
    "difficultes-administratives-ou-juridiques": "documents",
    "difficultes-financieres": "finances",
    "remobilisation": "vie-communautaire",
}
PUBLICS: Final[Mapping[str, str]] = {
    "tous-publics": "tous",
    "adultes": "adultes",
    "jeunes": "jeunes",
    "enfants": "enfants",
    "familles": "familles",
    "femmes": "femmes",
    "seniors": "aines",
    "personnes-exilees": "refugies",
    "etudiants": "etudiants",
    "actifs": "travailleurs",
    "personnes-en-situation-de-handicap": "handicap",
    "personnes-handicapees": "handicap",
}
MODES: Final = {"en-presentiel": "in_person", "a-distance": "video"}
FEES: Final = {"gratuit": "free", "payant": "paid", "pass-numerique": "low"}
_SERVICE: Final = {
    "nom": "name",
    "description": "description",
    "lien_source": "url",
    "courriel": "email",
    "frais_precisions": "fees_description",
    "conditions_acces": "eligibility_description",
    "mobilisation_precisions": "application_process",
}
_STRUCTURE: Final = {"nom": "name", "description": "description", "courriel": "email", "site_web": "website"}
_PLACE: Final = frozenset(
    {"adresse", "complement_adresse", "commune", "code_postal", "latitude", "longitude", "accessibilite_lieu"}
)


def inclusion_items(file: IO[bytes]) -> Iterator[Item]:
    """Structures first, then services; each with its own key, « source--id ». The file is read twice, in constant memory.

    :raises SourceUnreadable: when it is not JSON, or holds neither.
    """
    is_empty = True
    for kind in ("organization", "service"):
        for place, one in told_in(file, _LISTS):
            if place != "$" and isinstance(one, dict) and ("structure_id" in one) == (kind == "service"):
                is_empty = False
                yield Item(kind, place, _service(one) if kind == "service" else _structure(one))
    if is_empty:
        raise SourceUnreadable(_("Ce JSON ne contient ni structures ni services de data·inclusion."))


def _key(one: Mapping[str, Any], name: str = "id") -> str:
    key, source = str(one.get(name) or ""), str(one.get("source") or "")
    return key if "--" in key or not source else f"{source}--{key}"


def _said(one: Mapping[str, Any], names: Mapping[str, str], apart: frozenset[str]) -> dict[str, Any]:
    """What has a word in HSDS under that word; the rest as it came."""
    out = {word: one[name] for name, word in names.items() if one.get(name) not in (None, "")}
    left = {name: value for name, value in one.items() if name not in names and name not in apart}
    return out | {name: value for name, value in left.items() if value is not None and value not in ("", [])}


def _structure(one: Mapping[str, Any]) -> dict[str, Any]:
    key = _key(one)
    out = _said(one, _STRUCTURE, _PLACE | {"id", "siret", "telephone"}) | {"id": key}
    if one.get("telephone"):
        out["phones"] = [{"id": f"{key}/phone", "number": one["telephone"]}]
    if one.get("siret"):
        out["organization_identifiers"] = [
            {"id": f"{key}/siret", "identifier_type": "SIRET", "identifier": str(one["siret"])}
        ]
    if place := _location(one, key):
        out["locations"] = [place]
    return out


def _location(one: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    if not any(one.get(name) for name in ("adresse", "commune", "code_postal", "latitude")):
        return None
    place: dict[str, Any] = {"id": f"{key}/location", "location_type": "physical"}
    place |= {name: one[name] for name in ("latitude", "longitude") if one.get(name) is not None}
    address = {"id": f"{key}/address", "address_type": "physical", "country": "FR"}
    names = {"adresse": "address_1", "complement_adresse": "address_2", "commune": "city", "code_postal": "postal_code"}
    place["addresses"] = [address | {word: str(one[name]) for name, word in names.items() if one.get(name)}]
    if one.get("accessibilite_lieu"):
        place["accessibility"] = [{"id": f"{key}/accessibility", "url": one["accessibilite_lieu"]}]
    return place


def _service(one: Mapping[str, Any]) -> dict[str, Any]:
    key = _key(one)
    apart = _PLACE | {"id", "structure_id", "telephone", "contact_nom_prenom"}
    out = _said(one, _SERVICE, apart) | {"id": key, "status": "active", "organization_id": _key(one, "structure_id")}
    day = str(one.get("date_maj") or "")[:10]
    if len(day) == 10:
        out["assured_date"] = day
    if one.get("telephone"):
        out["phones"] = [{"id": f"{key}/phone", "number": one["telephone"]}]
    if one.get("contact_nom_prenom"):
        out["contacts"] = [{"id": f"{key}/contact", "name": one["contact_nom_prenom"]}]
    if place := _location(one, key):
        out["service_at_locations"] = [{"id": f"{key}/given", "location": place}]
    if zones := one.get("zone_eligibilite"):
        names = zones if isinstance(zones, list) else [zones]
        out["service_areas"] = [{"id": f"{key}/area/{name}", "name": str(name)} for name in names]
    out[SORTED] = {
        "besoins": _codes(one.get("thematiques"), THEMES, cut="--"),
        "publics": _codes(one.get("publics"), PUBLICS),
        "modes": _codes(one.get("modes_accueil"), MODES),
        "couts": _codes([one["frais"]] if isinstance(one.get("frais"), str) else one.get("frais"), FEES),
    }
    return out


def _codes(told: Any, known: Mapping[str, str], cut: str = "") -> list[str]:  # noqa: ANN401 - JSON
    words = [str(word) for word in told] if isinstance(told, list) else []
    bare = [word.partition(cut)[0] if cut else word for word in words]
    return list(dict.fromkeys(known[word] for word in bare if word in known))
