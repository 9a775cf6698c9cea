"""Some six hundred people and their households: where they come from, with which status, and where they live."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from ancrage.core.clock import HOME_ZONE
from ancrage.core.text import fold
from ancrage.demo.actions.drawing import FIRST_DAY, OPENING_DAY, Draw, rows, table
from ancrage.demo.actions.structure import Structure
from ancrage.newcomers.models import Household, HouseholdMember, Person
from ancrage.territory.dated import from_day
from ancrage.territory.models import Municipality

ADULTS = 590
_COUPLE, _FAMILY = 22, 20
_FEW_ARRIVED = (date(2020, 4, 1), date(2020, 8, 31))


@dataclass
class Origin:
    """What is usual for a country; see ``origins.toml``."""

    code: str
    languages: list[str]
    french: list[int]
    women: list[str]
    men: list[str]
    families: list[str]
    statuses: dict[str, int]
    weight: int
    double: bool = False


@dataclass
class Resident:
    """An adult accompanied, with what the later loaders look at."""

    person: Person
    origin: Origin
    status: str
    municipality: Municipality
    mrc: str
    landed_on: date
    household: list[Person] = field(default_factory=list)


def load_people(draw: Draw, structure: Structure) -> list[Resident]:
    origins = {code: Origin(code=code, **facts) for code, facts in table("origins").items()}
    weights = {code: origin.weight for code, origin in origins.items()}
    towns = {row["name"]: int(row["weight"]) for row in rows("municipalities")}
    mrcs = {row["name"]: row["mrc"] for row in rows("municipalities")}
    residents: list[Resident] = []
    while len(residents) < ADULTS:
        origin, town = origins[draw.weighted(weights)], draw.weighted(towns)
        residents += _household(draw, origin, structure.municipalities[town], mrcs[town])
    return residents


def _household(draw: Draw, origin: Origin, municipality: Municipality, mrc: str) -> Iterator[Resident]:
    """One adult, a couple or a family, arrived together. Couples often share a phone."""
    landed = _arrival(draw)
    status = draw.weighted(origin.statuses)
    family = _family_name(draw, origin)
    chance = draw.between(1, 100)
    size = 1 if chance > _COUPLE + _FAMILY or status == "etudiant" else 2
    adults = [_adult(draw, origin, municipality, landed, is_woman) for is_woman in _pair(draw, size)]
    if size == 1:
        yield Resident(adults[0], origin, status, municipality, mrc, landed)
        return
    if not origin.double:
        _share_name(adults, family, draw)
    if draw.happens(55):
        adults[1].phone, adults[1].phone_note = adults[0].phone, "Téléphone partagé par le couple"
    children = [_child(draw, origin, adults, landed) for _n in range(draw.between(1, 3))] if chance <= _FAMILY else []
    _live_together(draw, adults, children, landed)
    second = status if status.startswith("refugie") or status == "demandeur-asile" else "conjoint-permis-ouvert"
    everyone = [*adults, *children]
    yield Resident(adults[0], origin, status, municipality, mrc, landed, everyone)
    yield Resident(adults[1], origin, second, municipality, mrc, landed, everyone)


def _pair(draw: Draw, size: int) -> list[bool]:
    """Who is a woman: couples are mostly of both."""
    first = draw.happens(47)
    return [first] if size == 1 else [first, not first if draw.happens(96) else first]


def _arrival(draw: Draw) -> date:
    """Few arrived while the borders were closed; more in the last year."""
    while True:
        day = draw.day_between(FIRST_DAY - timedelta(days=20), OPENING_DAY - timedelta(days=3))
        if not _FEW_ARRIVED[0] <= day <= _FEW_ARRIVED[1] or draw.happens(15):
            return day


def _family_name(draw: Draw, origin: Origin) -> str:
    return " ".join(draw.chance.sample(origin.families, k=2)) if origin.double else draw.pick(origin.families)


def _adult(draw: Draw, origin: Origin, municipality: Municipality, landed: date, is_woman: bool) -> Person:  # noqa: FBT001
    given = draw.pick(origin.women if is_woman else origin.men)
    family = _family_name(draw, origin)
    person = Person(
        municipality=municipality,
        origin_country=origin.code,
        languages=_languages(draw, origin),
        pronoun="she" if is_woman else "he",
        birth_on=draw.day_between(date(landed.year - 48, 1, 1), date(landed.year - 19, 12, 31)),
        arrived_on=landed,
        phone=draw.phone() if draw.happens(96) else "",
        contact_way=draw.weighted({"phone": 60, "text": 25, "email": 14, "in_person": 1}),
        may_leave_message=draw.happens(92),
        address=f"{draw.faker.building_number()}, {draw.faker.street_name()}" if draw.happens(80) else "",
        created_at=datetime.combine(landed, time(12), HOME_ZONE),
    )
    name_person(person, given, family)
    if person.languages[0] != "fr" and origin.french[0] < 4 and draw.happens(55):
        person.interpreter_language = person.languages[0]
    return draw.add(person)


def _languages(draw: Draw, origin: Origin) -> list[str]:
    known = list(origin.languages)
    if "en" not in known and draw.happens(30):
        known.append("en")
    return known


def name_person(person: Person, given: str, family: str) -> None:
    """Names as borne; the original script beside the latin one where the file gives it. The e-mail follows."""
    latin, original = [], []
    for name in (given, family):
        written, _bar, other = name.partition("|")
        latin.append(written)
        original.append(other)
    person.given_names, person.family_names = latin
    person.original_name = " ".join(original).strip()
    person.email = f"{'.'.join(fold(' '.join(latin)).split())}@courriel.example"


def _share_name(adults: list[Person], family: str, draw: Draw) -> None:
    """A couple of one name, as often there."""
    if not draw.happens(45):
        return
    for adult in adults:
        name_person(adult, f"{adult.given_names}|{adult.original_name.split(' ')[0]}", family)


def _child(draw: Draw, origin: Origin, adults: list[Person], landed: date) -> Person:
    is_girl = draw.happens(49)
    born = draw.day_between(landed - timedelta(days=15 * 365), min(landed + timedelta(days=200), OPENING_DAY))
    child = Person(
        municipality=adults[0].municipality,
        origin_country=origin.code,
        languages=adults[0].languages,
        pronoun="she" if is_girl else "he",
        birth_on=born,
        arrived_on=max(landed, born),
        created_at=adults[0].created_at,
    )
    given, family = draw.pick(origin.women if is_girl else origin.men), adults[0].family_names
    name_person(child, given.partition("|")[0], family)
    child.email = ""
    return draw.add(child)


def _live_together(draw: Draw, adults: list[Person], children: list[Person], landed: date) -> None:
    household = draw.add(Household(created_at=adults[0].created_at))
    relations: dict[str, Any] = {"adult": adults[:1], "spouse": adults[1:], "child": children}
    for relation, members in relations.items():
        for member in members:
            since = max(landed, member.birth_on or landed)
            draw.add(HouseholdMember(household=household, person=member, relation=relation, during=from_day(since)))
