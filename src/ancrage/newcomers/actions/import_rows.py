"""A block of rows becomes persons and dossiers, all at once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ancrage.accounts.access import Access
from ancrage.audit.actions import record
from ancrage.core.copying import insert_like, rewrite, update
from ancrage.core.dates import local_day
from ancrage.core.ids import uuid7
from ancrage.newcomers.actions.import_facts import NewFacts, add_facts, insert_facts, new_facts, record_facts
from ancrage.newcomers.actions.import_homes import join_homes
from ancrage.newcomers.actions.intake import moment_of, new_case
from ancrage.newcomers.models import (
    DoubleChoice,
    ImportedRow,
    LikelyDouble,
    Person,
    PersonImport,
    RowResult,
    RowState,
)
from ancrage.newcomers.queries.import_columns import BESIDE, FIELDS
from ancrage.newcomers.queries.import_doubles import Entry, likest
from ancrage.newcomers.queries.import_facts import FACTS
from ancrage.newcomers.queries.imports import Read, person_of, unpack, writable_persons
from ancrage.plans.models import ActionPlan
from ancrage.territory.actions.references import next_references


def enter(*, sheet: PersonImport, rows: Sequence[ImportedRow], access: Access, at: datetime) -> None:
    """Do with each row what was decided; what cannot be is said on it. The caller keeps how far it went."""
    reads = {row.pk: unpack(row.content) for row in rows}
    _decide(sheet, rows)
    new = _without_latecomers([row for row in rows if row.result == RowResult.CREATED], reads, sheet)
    _create(sheet, new, reads, at)
    _update(sheet, [row for row in rows if row.result == RowResult.UPDATED], reads, access, at)
    join_homes(sheet, [row for row in new if row.result == RowResult.CREATED], reads, access, at)
    update(new, ["result", "person", "case_id", "revision", "status_added", "level_added", "home"])
    rewrite([row for row in rows if row.result and row.result != RowResult.CREATED])


def _decide(sheet: PersonImport, rows: Iterable[ImportedRow]) -> None:
    results = {
        DoubleChoice.SKIP: RowResult.SKIPPED,
        DoubleChoice.KEEP: RowResult.CREATED,
        DoubleChoice.UPDATE: RowResult.UPDATED,
    }
    for row in rows:
        if row.state == RowState.GOOD:
            row.result = RowResult.CREATED
        elif row.state == RowState.DOUBLE:
            row.result = results[DoubleChoice(row.choice or sheet.otherwise)]
            if row.result == RowResult.UPDATED:
                row.fields = row.fields or sheet.otherwise_fields
            if row.result == RowResult.UPDATED and row.double_of is None:
                _skip(row, _("Deux fois dans la liste."))


def _skip(row: ImportedRow, why: str) -> None:
    row.result, row.why, row.person, row.case = RowResult.SKIPPED, why, None, None


def _without_latecomers(rows: list[ImportedRow], reads: dict[UUID, Read], sheet: PersonImport) -> list[ImportedRow]:
    """The rows whose person nobody else entered since they were checked. Keys follow one another in time."""
    mine = sheet.rows.filter(person__isnull=False).values("person")
    newer = Person.objects.filter(pk__gt=sheet.newest) if sheet.newest else Person.objects.all()
    others = newer.exclude(pk__in=mine)
    if not rows or not others.exists():
        return rows
    entries = [Entry.of(row.line, reads[row.pk]) for row in rows]
    kept = []
    for row, like in zip(rows, likest(entries, among=others), strict=True):
        if like and like.person.pk != row.double_of:
            _skip(row, _("Une personne semblable a été inscrite entre-temps."))
        else:
            kept.append(row)
    return kept


def _create(sheet: PersonImport, rows: list[ImportedRow], reads: dict[UUID, Read], at: datetime) -> None:
    if not rows:
        return
    point = sheet.service_point
    persons, plans, cases = ([uuid7() for _row in rows] for _each in range(3))
    references = next_references(point.region, len(rows), at=at)
    # Each as the entry form would have made it, but for what its row says.
    plan, person = ActionPlan(), Person(created_at=at)
    case = new_case(person, point, "", plan, at=at)
    told = zip(cases, references, persons, plans, strict=True)
    insert_like(plan, ({"id": pk} for pk in plans))
    insert_like(person, ({"id": pk, **person_of(reads[row.pk].values)} for row, pk in zip(rows, persons, strict=True)))
    insert_like(case, (dict(zip(("id", "reference", "person_id", "plan_id"), one, strict=True)) for one in told))
    insert_like(moment_of(case, by=sheet.moved_by, at=at), ({"id": uuid7(), "case_id": pk} for pk in cases))
    for row, person_id, case_id in zip(rows, persons, cases, strict=True):
        row.person, row.case_id, row.revision = person_id, case_id, 0
    if BESIDE & sheet.columns.keys():
        add_facts(rows, reads, local_day(at))
    _set_apart(sheet, rows, at)
    about = [one for pair in zip(cases, persons, strict=True) for one in pair]
    record("newcomers.import.entered", by=sheet.moved_by, on=sheet, at=at, about=about, region=point.region.code)


def _set_apart(sheet: PersonImport, rows: Iterable[ImportedRow], at: datetime) -> None:
    """What was said to be another person is not proposed again as a double."""
    apart = [(row, row.double_of, row.person) for row in rows if row.double_of and row.person]
    there = set(Person.objects.filter(pk__in=[known for _row, known, _new in apart]).values_list("pk", flat=True))
    LikelyDouble.objects.bulk_create(
        LikelyDouble(
            one_id=min(known, new),
            other_id=max(known, new),
            score=row.score or 0,
            found_at=at,
            apart_at=at,
            apart_by=sheet.moved_by,
        )
        for row, known, new in apart
        if known in there
    )


def _update(
    sheet: PersonImport, rows: list[ImportedRow], reads: dict[UUID, Read], access: Access, at: datetime
) -> None:
    if not rows:
        return
    wanted = {row.double_of for row in rows if row.double_of}
    may = writable_persons(access, wanted)
    held = Person.objects.select_for_update(of=("self",)).filter(pk__in=may).order_by("pk")
    if any(FACTS.keys() & set(row.fields) for row in rows):
        held = held.prefetch_related("statuses", "french_levels")
    persons = {person.pk: person for person in held}
    touched: dict[UUID, Person] = {}
    facts: list[NewFacts] = []
    for row in rows:
        person = persons.get(row.double_of) if row.double_of else None
        if person is None:
            _skip(row, _("Vous ne pouvez pas corriger cette fiche."))
        elif person.pk in touched:
            _skip(row, _("Une autre ligne a déjà mis cette fiche à jour."))
        elif _take(row, person, reads[row.pk], new := new_facts(row, person, reads[row.pk].values, local_day(at))):
            touched[person.pk] = person
            facts.append(new)
    if not touched:
        return
    names = sorted({name for row in rows if row.result == RowResult.UPDATED for name in row.fields} - FACTS.keys())
    Person.objects.bulk_update(touched.values(), [*names, "revision"])
    insert_facts(facts)
    _record_updates(sheet, [row for row in rows if row.result == RowResult.UPDATED], persons, at)


def _record_updates(
    sheet: PersonImport, rows: Iterable[ImportedRow], persons: Mapping[UUID, Person], at: datetime
) -> None:
    for row in rows:
        person = persons[row.person] if row.person else None
        written = [name for name in row.fields if name not in FACTS]
        if person and written:
            about = [person.pk]
            record("newcomers.person.edited", by=sheet.moved_by, on=person, at=at, fields=written, about=about)
        record_facts(row, by=sheet.moved_by, at=at)


def _take(row: ImportedRow, person: Person, read: Read, facts: NewFacts) -> bool:
    """Write in ``person`` the fields chosen that the row fills; whether any changed, or ``facts`` are new."""
    told = {name: read.values.get(name) for name in row.fields if name in FIELDS}
    new = person_of({name: value for name, value in told.items() if value not in (None, "", [])})
    old = {name: getattr(person, name) for name in new}
    changed = {name: value for name, value in new.items() if str(old[name]) != str(value)}
    born = changed.get("birth_on", person.birth_on)
    arrived = changed.get("arrived_on", person.arrived_on)
    if not changed and facts.is_empty:
        _skip(row, _("La fiche dit déjà la même chose."))
    elif born and arrived and arrived < born:
        _skip(row, _("L’arrivée précède la naissance."))
    elif born and facts.starts_before(born):
        _skip(row, _("Le statut commence avant la naissance."))
    else:
        for name, value in changed.items():
            setattr(person, name, value)
        person.revision += bool(changed)
        row.status_added, row.level_added = facts.keys
        row.person, row.revision = person.pk, person.revision
        row.fields = sorted([*(name.removesuffix("_id") for name in changed), *facts.names])
        row.before = json.dumps({name: _plain(old[name]) for name in changed}, ensure_ascii=False)
        return True
    return False


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of any field
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
