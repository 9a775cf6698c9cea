"""What a list being entered holds, and what is shown of it."""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ancrage.accounts.access import Access, Scope
from ancrage.core.clock import now
from ancrage.core.dates import local_day
from ancrage.newcomers.models import (
    Case,
    DoubleChoice,
    HouseholdMember,
    ImportedRow,
    Person,
    PersonImport,
    RowResult,
    RowState,
)
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.header_rows import hidden_persons
from ancrage.newcomers.queries.import_columns import BESIDE, COLUMNS, FIELDS, FRENCH, STATUS
from ancrage.newcomers.queries.import_labels import LABELS
from ancrage.newcomers.queries.likeness import Level, Likeness
from ancrage.newcomers.queries.reach import Outcome, outcome_of
from ancrage.newcomers.queries.whole_names import PARTS, WHOLE
from ancrage.territory.models import ServicePoint, ServicePointQuerySet

_SPOILT: Final = re.compile(r"Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|\ufffd|ï¿½")
_JSON: Final = json.JSONEncoder(ensure_ascii=False, default=date.isoformat)
_TITLE: Final = (*WHOLE, "given_names", "family_names", "original_name")
DAYS: Final = ("birth_on", "arrived_on", "expected_on", "status_valid_from", "status_valid_to", "french_assessed_on")


@dataclass(frozen=True, slots=True)
class Read:
    """What a row says. ``values`` by field of the person; ``errors`` in words, by field, "" for the row."""

    cells: Sequence[str]
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def pack(read: Read) -> str:
    return _JSON.encode([list(read.cells), dict(read.values), dict(read.errors)])


def unpack(content: str) -> Read:
    cells, values, errors = json.loads(content)
    days = {name: date.fromisoformat(values[name]) for name in DAYS if values.get(name)}
    return Read(cells, values | days, errors)


def person_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of ``values``, those of a person, as its fields take them: a municipality is its key."""
    told = ((name, value) for name, value in values.items() if name not in BESIDE)
    return {"municipality_id" if name == "municipality" else name: value for name, value in told}


def label_of(name: str) -> str:
    if name in WHOLE:
        return _("Nom complet (NOM Prénom)") if name == "family_first" else _("Nom complet (Prénom NOM)")
    if name in LABELS:
        return str(LABELS[name])
    return capfirst(str(Person._meta.get_field(name).verbose_name))  # type: ignore[union-attr] # a column


def points_within(scope: Scope, day: date) -> ServicePointQuerySet:
    """The service points open on ``day`` where a list may be entered."""
    points = ServicePoint.objects.on(day).select_related("region")
    if not scope.everything:
        points = points.filter(Q(pk__in=scope.service_points) | Q(region__in=scope.regions))
    return points.in_order()


@dataclass(frozen=True, slots=True)
class Twin:
    """Whom a row resembles, as far as the reader may know: someone within reach, or a place alone."""

    person: Person | None = None
    case_id: UUID | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    name: str
    label: str
    text: str
    error: str


@dataclass(frozen=True, slots=True)
class Line:
    row: ImportedRow
    read: Read
    cells: tuple[Cell, ...]
    twin: Twin | None
    mate: Person | None = None
    """Someone entered already whose household the row will join."""

    @property
    def error(self) -> str:
        """What is wrong with the row as a whole."""
        return self.read.errors.get("", "")

    @property
    def title(self) -> str:
        """The name as it is written in the list."""
        return " ".join(cell.text for cell in self.cells if cell.name in _TITLE and cell.text)

    @property
    def told(self) -> list[Cell]:
        """The cells that say something beside the name, or are wrong."""
        return [cell for cell in self.cells if cell.error or (cell.text and cell.name not in _TITLE)]


def lines_shown(rows: Iterable[ImportedRow], sheet: PersonImport, access: Access) -> list[Line]:
    """Six statements at most, whatever the number of rows."""
    rows = list(rows)
    joining = {row.pk: row.home for row in rows if row.home and row.state == RowState.GOOD and not row.result}
    known = known_homes(sheet, set(joining.values()), access, local_day(now()))
    wanted = {row.double_of for row in rows if row.double_of} | {home.person for home in known.values()}
    twins = twins_of(wanted, access)
    mates = {mark: twins[home.person].person for mark, home in known.items() if home.person in twins}
    return [_line(row, sheet, twins, mates.get(joining[row.pk]) if row.pk in joining else None) for row in rows]


@dataclass(frozen=True, slots=True)
class KnownHome:
    """A household entered already, and one of those who live there."""

    household: UUID
    person: UUID


def known_homes(sheet: PersonImport, marks: Collection[UUID], access: Access, day: date) -> dict[UUID, KnownHome]:
    """By mark of ``sheet``, the household where someone lives who bears the mark and is entered already.

    They are so when their row is somebody's double, and is not to be entered as another person. Of several, all must
    live in one household; whoever the reader may not correct counts for nothing. Three statements, none without marks.
    """
    if not marks:
        return {}
    same = sheet.rows.filter(home__in=marks, double_of__isnull=False).exclude(choice=DoubleChoice.KEEP)
    if sheet.otherwise == DoubleChoice.KEEP:
        same = same.exclude(choice="")
    told = same.order_by("-line").values_list("double_of", "home")
    by_person = {person: mark for person, mark in told if person and mark}
    members = HouseholdMember.objects.on(day).filter(person__in=writable_persons(access, by_person))
    found: dict[UUID, KnownHome | None] = {}
    for person, household in members.order_by("person").values_list("person", "household"):
        home = KnownHome(household, person)
        first = found.setdefault(by_person[person], home)
        if first and first.household != household:
            found[by_person[person]] = None
    return {mark: home for mark, home in found.items() if home}


def columns_in_order(sheet: PersonImport) -> list[tuple[str, int]]:
    return [(name, sheet.columns[name]) for name in COLUMNS if name in sheet.columns]


def fields_of(sheet: PersonImport) -> list[str]:
    """What an update may write of a person, of what its columns hold."""
    held = {part for name in sheet.columns for part in (PARTS if name in WHOLE else [name])}
    facts = [name for name, columns in {"status": STATUS, "french": FRENCH}.items() if held & columns.keys()]
    return [*(name for name in FIELDS if name in held), *facts]


def _line(row: ImportedRow, sheet: PersonImport, twins: Mapping[UUID, Twin], mate: Person | None) -> Line:
    read = unpack(row.content)
    cells = tuple(
        Cell(name, label_of(name), read.cells[place] if place < len(read.cells) else "", read.errors.get(name, ""))
        for name, place in columns_in_order(sheet)
    )
    if read.values.keys() >= set(PARTS) and set(WHOLE) & sheet.columns.keys():
        # How a whole name was parted is looked over before anybody is entered.
        cells += tuple(Cell(f"read_{name}", label_of(name), read.values[name], "") for name in PARTS)
    return Line(row, read, cells, twins.get(row.double_of) if row.double_of else None, mate)


def twins_of(persons: Iterable[UUID], access: Access) -> dict[UUID, Twin]:
    """By person, what the reader is shown of them; of the restricted, nothing."""
    rows = Person.objects.filter(pk__in=set(persons)).select_related("municipality").order_by("pk")
    outcome = outcome_of([Likeness(one, Level.PROBABLE, 0, ()) for one in rows], access)
    return shown_twins(outcome)


def shown_twins(outcome: Outcome) -> dict[UUID, Twin]:
    found = {one.likeness.person.pk: Twin(one.likeness.person, _first_case(one.cases)) for one in outcome.found}
    return found | {hint.case.person_id: Twin(place=hint.place) for hint in outcome.hints}


def _first_case(cases: Sequence[Any]) -> UUID | None:
    return cases[0].pk if cases else None


def rows_in(sheet: PersonImport, state: str) -> QuerySet[ImportedRow]:
    """The rows of ``sheet`` in a state, or with a result; all without one."""
    rows = sheet.rows.select_related("case")
    if state in RowState.values:
        return rows.filter(state=state)
    return rows.filter(result=state) if state in RowResult.values else rows


def states_of(sheet: PersonImport) -> list[tuple[str, str, int]]:
    """What there is to look at: code, words, how many."""
    codes = [*RowState.choices, *RowResult.choices]
    return [(code, str(label), sheet.counts[code]) for code, label in codes if sheet.counts.get(code)]


def persons_in(lines: Iterable[Line]) -> list[UUID]:
    """The persons entered already that ``lines`` show, for the register."""
    lines = list(lines)
    found = {line.row.double_of for line in lines if line.twin} | {line.row.person for line in lines}
    return sorted(pk for pk in found | {line.mate.pk for line in lines if line.mate} if pk)


def is_garbled(lines: Iterable[Sequence[str]]) -> bool:
    """Whether accents were spoilt before the file was sent: « Ã© » for « é »."""
    return any(_SPOILT.search(cell) for line in lines for cell in line)


def writable_persons(access: Access, persons: Iterable[UUID]) -> set[UUID]:
    """Of ``persons``, those whose fiche the reader may correct."""
    writable = Case.objects.visible_to(access, Permission.WRITE_CASE).filter(person__in=set(persons))
    return set(writable.exclude(person__in=hidden_persons(access)).values_list("person", flat=True))
