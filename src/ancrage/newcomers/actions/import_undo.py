"""A list undone as a whole: who was entered from it leaves, who was corrected is as before.

What somebody touched since stays, and is listed.
"""

import json
from collections import Counter
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.audit.actions import record
from ancrage.core.copying import update
from ancrage.newcomers.actions.import_blocks import BLOCK, count, held_sheet
from ancrage.newcomers.actions.import_facts import remove_facts
from ancrage.newcomers.actions.import_homes import leave_homes
from ancrage.newcomers.models import Case, ImportedRow, ImportStage, Person, PersonImport, RowResult
from ancrage.newcomers.queries.import_facts import facts_changed
from ancrage.newcomers.queries.import_touched import touched_since
from ancrage.newcomers.queries.imports import DAYS
from ancrage.plans.models import ActionPlan


@transaction.atomic
def undo_block(*, sheet_id: UUID, at: datetime) -> bool:
    """Undo the next rows. False: there are no more, or the list is no longer being undone."""
    sheet = held_sheet(sheet_id, ImportStage.UNDOING)
    if sheet is None:
        return False
    done = sheet.rows.filter(result__in=[RowResult.CREATED, RowResult.UPDATED], line__gt=sheet.position)
    rows = list(done.select_related("case").order_by("line")[:BLOCK])
    if not rows:
        sheet.stage, sheet.moved_at, sheet.position = ImportStage.UNDONE, at, sheet.last_line
        sheet.save(update_fields=["stage", "moved_at", "position"])
        return False
    about = [pk for row in rows for pk in (row.case_id, row.person) if pk]
    was = Counter(row.result for row in rows)
    _remove(sheet, [row for row in rows if row.result == RowResult.CREATED])
    _put_back([row for row in rows if row.result == RowResult.UPDATED])
    update(rows, ["result", "why", "case_id"])
    record("newcomers.import.undone", by=sheet.moved_by, on=sheet, at=at, about=about)
    now = Counter(row.result for row in rows)
    now.subtract(was)
    count(sheet, now)
    sheet.position = rows[-1].line
    sheet.save(update_fields=["position", "counts"])
    return True


def _remove(sheet: PersonImport, rows: list[ImportedRow]) -> None:
    persons = {row.person: row for row in rows if row.person}
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=persons).order_by("pk").values_list("pk"))
    list(Case.objects.select_for_update(of=("self",)).filter(person__in=persons).order_by("pk").values_list("pk"))
    touched = touched_since(sheet, rows)
    for row in rows:
        row.result = RowResult.LEFT if row.person in touched else RowResult.UNDONE
    gone = [row for row in rows if row.result == RowResult.UNDONE]
    cases = [row.case for row in gone if row.case]
    _delete(cases, [row.person for row in gone if row.person])
    leave_homes(gone)
    for row in gone:
        row.case = None
    for row in rows:
        if row.result == RowResult.LEFT:
            row.why = _("Cette fiche ou son dossier a servi depuis.")


def _delete(cases: list[Case], persons: list[UUID]) -> None:
    Case.objects.filter(pk__in=[case.pk for case in cases]).delete()
    ActionPlan.objects.filter(pk__in=[case.plan_id for case in cases]).delete()
    Person.objects.filter(pk__in=persons).delete()


def _put_back(rows: list[ImportedRow]) -> None:
    wanted = [row.person for row in rows if row.person]
    held = Person.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    persons = {person.pk: person for person in held}
    changed: set[str] = set()
    done, undone = [], []
    otherwise = facts_changed(rows)
    for row in rows:
        person = persons.get(row.person) if row.person else None
        if person is None or person.revision != row.revision or row.pk in otherwise:
            row.result, row.why = RowResult.LEFT, _("Cette fiche a été corrigée depuis.")
            continue
        before = _values(row.before)
        for name, value in before.items():
            setattr(person, name, value)
        person.revision += bool(before)
        changed |= before.keys()
        done.append(person)
        undone.append(row)
        row.result = RowResult.UNDONE
    remove_facts(undone)
    if done:
        Person.objects.bulk_update(done, sorted({name.removesuffix("_id") for name in changed} | {"revision"}))


def _values(before: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(before)
    return values | {name: date.fromisoformat(values[name]) for name in DAYS if values.get(name)}
