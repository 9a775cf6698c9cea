"""Of many persons looked for at once, who is worth comparing with each: two statements, whatever their number.

Whoever shares a birth (day and month swapped included) and sounds alike, a phone, an e-mail, a name in its own script,
or the very name with a birth close by. Of those born the same day, who shares nothing else is kept only when their
name could suffice: the names of a day are sorted out all together, and nobody else is read.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.db import connection
from rapidfuzz import fuzz, process

from ancrage.newcomers.queries.births import close_days, swapped
from ancrage.newcomers.queries.names import Name, compare_names, may_reach
from ancrage.newcomers.queries.scoring import NAME_ALONE, NAME_CLOSE, Traits

# Below, two names born the same day are those of two persons.
_SOUNDS_ALIKE: Final = 55
# The letters of a key.
_KEY: Final = 36
_PLAIN: Final = " "
_BORN: Final = """
SELECT birth_on, string_agg(id::text || CASE WHEN other_names = '' AND original_name = '' THEN ' ' ELSE '+' END, ''),
       string_agg(heard_name, chr(10)), string_agg(folded_name, chr(10))
FROM newcomers_person WHERE birth_on = ANY(%s) GROUP BY birth_on
"""
_CLOSE: Final = """
SELECT DISTINCT place, id, folded_name, heard_name, other_names = '' AND original_name = ''
FROM unnest(%s::int[], %s::text[], %s::text[], %s::date[]) AS asked (place, folded, heard, day)
JOIN newcomers_person ON birth_on = day
WHERE abs(length(heard_name) - length(heard)) <= 2 AND (
    string_to_array(heard_name, ' ') && string_to_array(heard, ' ')
    OR string_to_array(folded_name, ' ') && string_to_array(folded, ' '))
"""
_ASKED: Final = """
WITH asked AS MATERIALIZED (
    SELECT *, fr_sort(spelt) AS sorted, date_trunc('year', born)::date AS new_year
    FROM unnest(%s::int[], %s::text[], %s::date[], %s::bool[], %s::text[], %s::text[], %s::text[])
        AS told (place, spelt, born, lives, phone, email, script)
)
"""
# Each part has its index; days are asked as whole numbers, which cost less than their parts do.
_SHARED: Final = {
    "phone": "SELECT place, id FROM asked JOIN newcomers_person ON newcomers_person.phone = asked.phone"
    " WHERE asked.phone <> '' AND newcomers_person.phone <> ''",
    "email": "SELECT place, id FROM asked JOIN newcomers_person ON lower(newcomers_person.email) = asked.email"
    " WHERE asked.email <> '' AND newcomers_person.email <> ''",
    "script": "SELECT place, id FROM asked JOIN newcomers_person ON original_name = script"
    " WHERE script <> '' AND original_name <> ''",
    # Two parts of the birth the same, or the year where one of the two says nothing else; any, for who has an address.
    "spelt": """
SELECT place, id FROM asked JOIN newcomers_person ON sort_name = sorted WHERE sorted <> '' AND (lives OR CASE
    WHEN birth_on BETWEEN new_year AND new_year + 365 THEN
        extract(month FROM born) = extract(month FROM birth_on) OR extract(day FROM born) = extract(day FROM birth_on)
        OR born = new_year OR birth_on = new_year
    WHEN (abs(birth_on - born) * 4 + 8) %% 1461 <= 16 THEN
        extract(month FROM born) = extract(month FROM birth_on) AND extract(day FROM born) = extract(day FROM birth_on)
    ELSE false
END)""",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom one looks for: how they are compared, then what their index holds of them."""

    traits: Traits
    spelt: str = ""
    born: date | None = None
    phone: str = ""
    email: str = ""
    script: str = ""

    @property
    def lives(self) -> bool:
        return bool(self.traits.address.street)


def nearby(asked: Sequence[Asked], *, thoroughly: bool = False) -> list[set[UUID]]:
    """For each, the keys of those who may be the same.

    :param thoroughly: of those born the same day, whatever the way their names sound; and whoever has nearly the same
        name and a birth close by, which takes one more statement, and much longer.
    """
    found: list[set[UUID]] = [set() for _one in asked]
    days = _born(asked)
    for place, one in enumerate(asked):
        if one.born:
            for day in {one.born, swapped(one.born)} & days.keys():
                found[place].update(_alike(one, days[day], thoroughly=thoroughly))
    for place, key in chain(_sharing(asked), _close(asked) if thoroughly else ()):
        found[place].add(key)
    return found


@dataclass(frozen=True, slots=True)
class _Day:
    """Those born on one day: their keys, each followed by whether they bear one name alone; how it sounds; its words."""

    keys: str
    heard: Sequence[str]
    folded: Sequence[str]

    def key(self, place: int) -> UUID:
        start = place * (_KEY + 1)
        return UUID(self.keys[start : start + _KEY])

    def is_plain(self, place: int) -> bool:
        return self.keys[place * (_KEY + 1) + _KEY] == _PLAIN


def _born(asked: Sequence[Asked]) -> dict[date | None, _Day]:
    days = {day for one in asked if one.born for day in (one.born, swapped(one.born)) if day}
    if not days:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BORN, [sorted(days)])
        return {day: _Day(keys, heard.split("\n"), folded.split("\n")) for day, keys, heard, folded in cursor}


def _alike(one: Asked, day: _Day, *, thoroughly: bool) -> Iterator[UUID]:
    names = one.traits.names
    heard = " ".join(names[0].keys) if names else ""
    if not heard:
        yield from map(day.key, range(len(day.heard)))
        return
    if "" in day.heard:
        # Whoever is known in another script alone may be anyone born that day.
        yield from (day.key(place) for place, name in enumerate(day.heard) if not name)
    # Where an address may add to it, or a name in another script, less than a name that suffices is worth a look.
    is_plain = not one.lives and not any(name.bones for name in names)
    least = 0 if thoroughly else _SOUNDS_ALIKE
    alike = process.extract(heard, day.heard, scorer=fuzz.token_sort_ratio, score_cutoff=least, limit=None)
    for its_heard, _score, place in alike:
        if not is_plain or not day.is_plain(place) or _suffices(names, day.folded[place], its_heard, NAME_ALONE):
            yield day.key(place)


def _suffices(names: Sequence[Name], folded: str, heard: str, least: float) -> bool:
    its = Name(tuple(folded.split()), tuple(heard.split()))
    return any(may_reach(name, its, least) and compare_names(name, its).score >= least for name in names)


def _close(asked: Sequence[Asked]) -> Iterator[tuple[int, UUID]]:
    """Whose birth is close by, and whose name could suffice: it has a word in common and nearly the same length."""
    told = [
        (place, " ".join(name.words), " ".join(name.keys), day)
        for place, one in enumerate(asked)
        for name in one.traits.names
        for day in (close_days(one.born) if one.born else ())
    ]
    if told:
        with connection.cursor() as cursor:
            cursor.execute(_CLOSE, [list(column) for column in zip(*told, strict=True)])
            for place, key, folded, heard, is_plain in cursor:
                names = asked[place].traits.names
                if not is_plain or any(name.bones for name in names) or _suffices(names, folded, heard, NAME_CLOSE):
                    yield place, key


def _sharing(asked: Sequence[Asked]) -> Iterator[tuple[int, UUID]]:
    """Who has in common with each what few have."""
    columns: dict[str, list[Any]] = defaultdict(list)
    for one in asked:
        for name in ("spelt", "born", "lives", "phone", "email", "script"):
            columns[name].append(getattr(one, name))
    parts = [part for name, part in _SHARED.items() if any(columns[name])]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(_ASKED + " UNION ALL ".join(parts), [list(range(len(asked))), *columns.values()])
            yield from cursor
