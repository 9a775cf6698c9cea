"""The households that rows of a list share: who is in each, and whether somebody touched it since."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid5

from ancrage.core.dates import local_day
from ancrage.newcomers.models import HouseholdMember, ImportedRow, PersonImport, Relation
from ancrage.newcomers.queries.imports import unpack

_OF_AGE: Final = 18


def home_of(sheet: PersonImport, values: Mapping[str, Any]) -> UUID | None:
    """The key of the household that a row names: the same for the same mark, in this list alone."""
    mark = values.get("household")
    return uuid5(sheet.pk, " ".join(mark.casefold().split())) if mark else None


def relation_of(values: Mapping[str, Any], today: date) -> str:
    """What the row says; else a child under eighteen, and an adult otherwise."""
    born = values.get("birth_on")
    is_minor = born is not None and (born.year + _OF_AGE, born.month, born.day) > (today.year, today.month, today.day)
    return values.get("household_relation") or str(Relation.CHILD if is_minor else Relation.ADULT)


def persons_at_home_since(sheet: PersonImport, rows: Iterable[ImportedRow]) -> set[UUID]:
    """Of the persons of ``rows``, those who live otherwise than the list said, or with someone whom it did not enter.

    Three statements at most.
    """
    by_person = {row.person: row for row in rows if row.person}
    found = set()
    for member in HouseholdMember.objects.select_related("person").filter(person__in=by_person).order_by("pk"):
        if not _is_as_said(sheet, member, by_person[member.person_id]):
            found.add(member.person_id)
    # In a household that was there before, whoever lives there is no sign that somebody touched what the list made.
    homes = {row.home for row in by_person.values() if row.home == home_of(sheet, unpack(row.content).values)} - {None}
    if not homes:
        return found
    mine = sheet.rows.filter(home__in=homes, person__isnull=False).values("person")
    others = HouseholdMember.objects.filter(household__in=homes).exclude(person__in=mine)
    shared = set(others.values_list("household", flat=True))
    return found | {person for person, row in by_person.items() if row.home in shared}


def _is_as_said(sheet: PersonImport, member: HouseholdMember, row: ImportedRow) -> bool:
    if member.household_id != row.home or member.during.upper is not None or sheet.applied_at is None:
        return False
    first, last = local_day(member.person.created_at), local_day(sheet.applied_at)
    return first <= member.during.lower <= last and member.relation == relation_of(unpack(row.content).values, first)
