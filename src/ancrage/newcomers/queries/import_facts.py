"""What a list says beside the person: an immigration status, levels of French. Each is added to its history, as a whole."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from ancrage.directory.models import StatusCategory
from ancrage.newcomers.models import DocumentKind, FrenchLevel, ImmigrationStatus, ImportedRow, LevelSource, Person
from ancrage.newcomers.queries.import_columns import FRENCH, SKILLS, STATUS
from ancrage.newcomers.queries.imports import unpack
from ancrage.ui.formats import day

FACTS: Final[Mapping[str, Mapping[str, str]]] = {"status": STATUS, "french": FRENCH}
"""By what is chosen to be updated, its columns."""

Values = Mapping[str, Any]


def status_of(values: Values) -> dict[str, Any] | None:
    """The columns of an ``ImmigrationStatus``, when the row says one."""
    if not values.get("status_category"):
        return None
    return {
        "category_id": UUID(values["status_category"]),
        "document": values.get("status_document") or str(DocumentKind.NONE),
        "valid_from": values["status_valid_from"],
        "valid_to": values.get("status_valid_to"),
    }


def level_of(values: Values, today: date) -> dict[str, Any] | None:
    """The columns of a ``FrenchLevel``, when the row says one; unless it says otherwise, declared today."""
    skills = {FRENCH[name]: values.get(name) for name in SKILLS}
    if not any(skills.values()):
        return None
    source = values.get("french_source") or str(LevelSource.DECLARED)
    return {**skills, "source": source, "assessed_on": values.get("french_assessed_on") or today}


def status_known(person: Person, told: Values) -> bool:
    return any(_says(one, told) for one in person.statuses.all())


def level_known(person: Person, told: Values, *, is_dated: bool) -> bool:
    """Whether the fiche says so already; what is not dated is compared with the last levels."""
    if is_dated:
        return any(_says(one, told) for one in person.french_levels.all())
    last = _last_level(person)
    return last is not None and _says(last, {name: told[name] for name in told if name != "assessed_on"})


def facts_changed(rows: Iterable[ImportedRow]) -> set[UUID]:
    """Of ``rows``, those whose status or levels are no longer as their list said. Two statements at most."""
    rows = list(rows)
    statuses = ImmigrationStatus.objects.in_bulk([row.status_added for row in rows if row.status_added])
    levels = FrenchLevel.objects.in_bulk([row.level_added for row in rows if row.level_added])
    changed = set()
    for row in rows:
        if row.status_added or row.level_added:
            values = unpack(row.content).values
            status = statuses.get(row.status_added) if row.status_added else None
            level = levels.get(row.level_added) if row.level_added else None
            if (row.status_added and not _is_status(status, row, values)) or (
                row.level_added and not _is_level(level, row, values)
            ):
                changed.add(row.pk)
    return changed


def persons_with_more(rows: Iterable[ImportedRow]) -> set[UUID]:
    """The persons of ``rows`` with a status or levels that their list did not give them. Two statements."""
    rows = list(rows)
    persons = [row.person for row in rows if row.person]
    statuses = ImmigrationStatus.objects.filter(person__in=persons).exclude(
        pk__in=[row.status_added for row in rows if row.status_added]
    )
    levels = FrenchLevel.objects.filter(person__in=persons).exclude(
        pk__in=[row.level_added for row in rows if row.level_added]
    )
    return {*statuses.values_list("person", flat=True), *levels.values_list("person", flat=True)}


def fact_words(person: Person, name: str, values: Values, today: date) -> tuple[str, str] | None:
    """Of a status or of levels that an update could add: the last ones known, and the new ones, in words."""
    if name == "status":
        if (told := status_of(values)) and not status_known(person, told):
            last = person.statuses.select_related("category").order_by("-valid_from", "-pk").first()
            category = StatusCategory.objects.get(pk=told["category_id"])
            now = _status(last.category, last.valid_from, last.valid_to) if last else _("vide")
            return now, _status(category, told["valid_from"], told["valid_to"])
        return None
    told = level_of(values, today)
    if told is None or level_known(person, told, is_dated=bool(values.get("french_assessed_on"))):
        return None
    known = _last_level(person)
    return _level(known) if known else _("vide"), _level(FrenchLevel(**told))


def _says(row: ImmigrationStatus | FrenchLevel, told: Values) -> bool:
    return all(getattr(row, name) == value for name, value in told.items())


def _last_level(person: Person) -> FrenchLevel | None:
    return max(person.french_levels.all(), key=lambda one: (one.assessed_on, one.pk), default=None)


def _is_status(status: ImmigrationStatus | None, row: ImportedRow, values: Values) -> bool:
    told = status_of(values)
    if status is None or told is None or status.person_id != row.person or status.program or status.document_number:
        return False
    return _says(status, told)


def _is_level(level: FrenchLevel | None, row: ImportedRow, values: Values) -> bool:
    if level is None or level.person_id != row.person:
        return False
    told = level_of(values, level.assessed_on)
    return told is not None and _says(level, told)


def _status(category: StatusCategory, start: date, end: date | None) -> str:
    return f"{category}, {day(start)} – {day(end)}" if end else f"{category}, {day(start)}"


def _level(level: FrenchLevel) -> str:
    return f"{level} ({day(level.assessed_on)})"
