"""The statuses and levels of French that a list gives, added all at once, and taken away with the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.copying import insert_like
from ancrage.core.ids import uuid7
from ancrage.newcomers.models import FrenchLevel, ImmigrationStatus, ImportedRow, Person
from ancrage.newcomers.queries.import_columns import FRENCH, STATUS
from ancrage.newcomers.queries.import_facts import level_known, level_of, status_known, status_of
from ancrage.newcomers.queries.imports import Read


@dataclass(frozen=True, slots=True)
class NewFacts:
    """What a row adds to the history of a person; the columns of each."""

    status: Mapping[str, Any] | None = None
    level: Mapping[str, Any] | None = None

    @property
    def is_empty(self) -> bool:
        return self.status is None and self.level is None

    @property
    def names(self) -> list[str]:
        return [name for name, told in (("status", self.status), ("french", self.level)) if told]

    @property
    def keys(self) -> tuple[UUID | None, UUID | None]:
        return self.status["id"] if self.status else None, self.level["id"] if self.level else None

    def starts_before(self, day: date) -> bool:
        return self.status is not None and self.status["valid_from"] < day


def add_facts(rows: Sequence[ImportedRow], reads: Mapping[UUID, Read], today: date) -> None:
    """Give the persons of ``rows``, new ones, what each row says; the caller keeps the rows."""
    facts = []
    for row in rows:
        values = reads[row.pk].values
        facts.append(NewFacts(_of(row.person, status_of(values)), _of(row.person, level_of(values, today))))
        row.status_added, row.level_added = facts[-1].keys
    insert_facts(facts)


def new_facts(row: ImportedRow, person: Person, values: Mapping[str, Any], today: date) -> NewFacts:
    """Of what was chosen for ``row``, what the fiche of ``person`` does not say already."""
    status = status_of(values) if "status" in row.fields else None
    level = level_of(values, today) if "french" in row.fields else None
    if status and status_known(person, status):
        status = None
    if level and level_known(person, level, is_dated=bool(values.get("french_assessed_on"))):
        level = None
    return NewFacts(_of(person.pk, status), _of(person.pk, level))


def insert_facts(facts: Sequence[NewFacts]) -> None:
    if statuses := [one.status for one in facts if one.status]:
        insert_like(ImmigrationStatus(), statuses)
    if levels := [one.level for one in facts if one.level]:
        insert_like(FrenchLevel(), levels)


def record_facts(row: ImportedRow, *, by: User, at: datetime) -> None:
    """Say in the register what an update added to someone known."""
    about = [row.person] if row.person else []
    if row.status_added:
        status = ImmigrationStatus(pk=row.status_added)
        record("newcomers.status.added", by=by, on=status, at=at, fields=list(STATUS.values()), about=about)
    if row.level_added:
        level = FrenchLevel(pk=row.level_added)
        record("newcomers.french_level.added", by=by, on=level, at=at, fields=list(FRENCH.values()), about=about)


def remove_facts(rows: Iterable[ImportedRow]) -> None:
    rows = list(rows)
    for model, keys in (
        (ImmigrationStatus, [row.status_added for row in rows if row.status_added]),
        (FrenchLevel, [row.level_added for row in rows if row.level_added]),
    ):
        if keys:
            model._base_manager.filter(pk__in=keys).delete()


def _of(person: UUID | None, told: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return {"id": uuid7(), "person_id": person, **told} if told else None
