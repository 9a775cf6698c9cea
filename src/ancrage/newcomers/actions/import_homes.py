"""Persons entered from a list with the same mark live together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from ancrage.accounts.access import Access
from ancrage.audit.actions import record
from ancrage.core.copying import insert_like
from ancrage.core.dates import local_day
from ancrage.core.ids import uuid7
from ancrage.newcomers.models import Household, HouseholdMember, ImportedRow, Person, PersonImport, RowResult
from ancrage.newcomers.queries.import_homes import relation_of
from ancrage.newcomers.queries.imports import Read, known_homes, unpack
from ancrage.territory.dated import from_day


def join_homes(
    sheet: PersonImport, rows: Sequence[ImportedRow], reads: Mapping[UUID, Read], access: Access, at: datetime
) -> None:
    """Put ``rows``, just entered, with those entered before under the same mark. Alone, one makes no household.

    Where someone of the mark was entered before the list and lives in a household, they join it.
    """
    known = known_homes(sheet, {row.home for row in rows if row.home}, access, local_day(at))
    for row in rows:
        if row.home in known:
            row.home = known[row.home].household
    homes: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    today = local_day(at)
    for row in rows:
        if row.home and row.person:
            homes[row.home].append((row.person, relation_of(reads[row.pk].values, today)))
    if not homes:
        return
    there = set(Household.objects.filter(pk__in=homes).order_by("pk").values_list("pk", flat=True))
    alone = homes.keys() - there
    earlier = list(sheet.rows.filter(home__in=alone, result=RowResult.CREATED).order_by("line"))
    free = _free([row.person for row in earlier if row.person])
    for row in earlier:
        if row.home and row.person in free:
            homes[row.home].append((row.person, relation_of(unpack(row.content).values, today)))
    new = [home for home in alone if len(homes[home]) > 1]
    insert_like(Household(created_at=at), ({"id": home} for home in new))
    members = [
        {"id": uuid7(), "household_id": home, "person_id": person, "relation": relation}
        for home in [*there, *new]
        for person, relation in homes[home]
    ]
    if members:
        insert_like(HouseholdMember(during=from_day(today)), members)
        about = [person for home in [*there, *new] for person, _relation in homes[home]]
        region = sheet.service_point.region.code
        record("newcomers.import.joined", by=sheet.moved_by, on=sheet, at=at, about=about, region=region)


def _free(persons: Iterable[UUID]) -> set[UUID]:
    """Of ``persons``, entered a while ago, those still there whom nobody put in a household since."""
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=list(persons), memberships=None)
    return set(rows.order_by("pk").values_list("pk", flat=True))


def leave_homes(rows: Iterable[ImportedRow]) -> None:
    """Once the persons of ``rows`` are gone: the households where nobody is left go too."""
    homes = {row.home for row in rows if row.home}
    if homes:
        Household.objects.filter(pk__in=homes, members=None).delete()
