"""What a service is found by: its words, by weight, and its tags (``queries.tags``)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final
from uuid import UUID

from ancrage.core.cldr import short_code
from ancrage.directory.models.service import is_paused
from ancrage.directory.queries import tags
from ancrage.directory.queries.reading import Read, Row
from ancrage.directory.queries.terms import FEES, MODES, NEEDS, PUBLICS, taxonomy_id

_EVENING: Final = time(17, 30)
_WEEKEND: Final = frozenset({"SA", "SU"})
_DAYS: Final = frozenset({"MO", "TU", "WE", "TH", "FR", *_WEEKEND})
_TAGS: Final = {NEEDS: tags.domain, PUBLICS: tags.public, MODES: tags.mode, FEES: tags.fee}


@dataclass
class Words:
    """By weight, French then English: names; what it is about and whose it is; what is said of it."""

    names: list[str] = field(default_factory=list)
    names_en: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    about_en: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    said_en: list[str] = field(default_factory=list)


def words_of(read: Read, row: Row) -> Words:
    """Of the service ``row``."""
    found = Words()
    _add(found.names, found.names_en, row, "name", "alternate_name")
    _add(found.about, found.about_en, read.rows["organization"][row["organization_id"]], "name", "short_name")
    if (program := read.rows["program"].get(row["program_id"])) and program["is_public"]:
        _add(found.about, found.about_en, program, "name", "alternate_name")
    for attribute in _parts(read, "attribute", row):
        if said := attribute.get("said"):
            found.about.append(said)
            found.about_en.append(attribute["said_en"])
        elif "taxonomy" not in attribute and (term := read.rows["taxonomy_term"].get(attribute["term_id"])):
            _add(found.about, found.about_en, term, "name")
    _add(found.said, found.said_en, row, "description", "eligibility", "application", "schedule", "fee")
    for place in _places(read, row):
        _add(found.said, found.said_en, place, "name")
        if town := place["municipality__name"]:
            found.said.append(town)
    return found


def points_of(read: Read, row: Row) -> list[float]:
    """Where the public places of the service ``row`` are: of each, a latitude and a longitude."""
    return [degrees for place in _places(read, row) for degrees in _point(place)]


def tags_of(read: Read, row: Row, day: date) -> list[str]:
    """What the service ``row`` is filtered by on ``day``."""
    found = {*_intake(read, row, day), *_sorted_by(read, row), *_where(read, row), *_when(read, row)}
    return sorted(found)


def _add(french: list[str], english: list[str], row: Row, *names: str) -> None:
    said = row["english"]
    for name in names:
        if text := row[name]:
            french.append(text)
        if said and (text := said.get(name)):
            english.append(text)


def _parts(read: Read, name: str, row: Row, *, of: str = "service") -> list[Row]:
    return read.parts(name, of, row["id"])


def _places(read: Read, row: Row) -> list[Row]:
    """Its public places: a confidential one is neither found nor measured from."""
    places = read.rows["location"]
    found = (places[one["location_id"]] for one in _parts(read, "service_at_location", row))
    return [place for place in found if place["is_public"]]


def _point(place: Row) -> tuple[float, ...]:
    """Where it is, at its own point, else at the centre of its municipality; nothing when neither is known."""
    for prefix in ("", "municipality__"):
        latitude, longitude = place[f"{prefix}latitude"], place[f"{prefix}longitude"]
        if latitude is not None and longitude is not None:
            return latitude, longitude
    return ()


def _intake(read: Read, row: Row, day: date) -> Iterator[str]:
    organization = read.rows["organization"][row["organization_id"]]
    yield tags.organization(organization["id"])
    yield tags.region(organization["region_id"])
    if row["is_public"] and organization["is_public"]:
        yield tags.PUBLIC
    if row["is_active"] and organization["is_active"]:
        yield tags.ACTIVE
        if not is_paused(row["paused_on"], row["resumes_on"], day):
            yield tags.OPEN
        if row["accepts_referrals"] and organization["email"]:
            yield tags.REFERRED
    for rule in _parts(read, "eligibility", row):
        if not rule["is_admitted"] and day in rule["during"]:
            yield tags.refuses(rule["status"])


def _sorted_by(read: Read, row: Row) -> Iterator[str]:
    for attribute in _parts(read, "attribute", row):
        if taxonomy := attribute.get("taxonomy"):
            yield _TAGS[taxonomy](attribute["code"])
            yield tags.taxonomy(taxonomy_id(taxonomy))
        elif (term := read.rows["taxonomy_term"].get(attribute["term_id"])) and term["taxonomy_id"]:
            yield tags.taxonomy(term["taxonomy_id"])
        if attribute["term_id"]:
            yield tags.term(attribute["term_id"])
    for language in _parts(read, "language", row):
        if language["code"]:
            yield tags.language(short_code(language["code"]))


def _where(read: Read, row: Row) -> Iterator[str]:
    for place in _places(read, row):
        if place["municipality_id"]:
            yield tags.given_in(place["municipality_id"])
        if point := _point(place):
            yield tags.cell(*point)
        if any(one["description"] or one["details"] for one in _parts(read, "accessibility", place, of="location")):
            yield tags.ACCESSIBLE
    for area in _parts(read, "service_area", row):
        served: UUID | None = area["municipality_id"] or area["mrc_id"] or area["region_id"]
        if served:
            yield tags.serves(served)


def _when(read: Read, row: Row) -> Iterator[str]:
    """Its own hours, and those it has in a place; else those of its places."""
    given = _parts(read, "service_at_location", row)
    hours = [*_parts(read, "schedule", row)]
    hours += [one for place in given for one in _parts(read, "schedule", place, of="service_at_location")]
    if not hours:
        hours = [one for place in _places(read, row) for one in _parts(read, "schedule", place, of="location")]
    for one in hours:
        opens, closes = one["opens_at"], one["closes_at"]
        if (closes and closes > _EVENING) or (opens and opens >= _EVENING):
            yield tags.EVENING
        days = {day.strip()[-2:] for day in one["byday"].split(",")} & _DAYS
        yield from map(tags.weekday, days)
        if _WEEKEND & days:
            yield tags.WEEKEND
