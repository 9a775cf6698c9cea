"""Services found by what people type and by filters, the best first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from ancrage.directory.queries import tags
from ancrage.directory.queries.candidates import MOST, candidates
from ancrage.directory.queries.hints import NOW
from ancrage.directory.queries.hours import open_services
from ancrage.directory.queries.marks import counts
from ancrage.directory.queries.places import Place
from ancrage.directory.queries.ranking import Ranked, ranked
from ancrage.directory.queries.understanding import Understood, understand

# Those that have a word or two of what is asked, beside those that have all of it.
_WORTH: Final = 0.25


@dataclass(frozen=True)
class Wanted:
    """What is asked. ``where``: what was typed for a place; ``tags``: of each, a service has one at least.

    ``around`` stands for a place that is not typed; what serves it, or is offered in its ``region``, is found. Words that
    do not narrow (``narrows``) only rank.
    """

    text: str = ""
    where: str = ""
    kilometres: int = 0
    tags: tuple[tuple[str, ...], ...] = ()
    refused: tuple[str, ...] = ()
    is_open_now: bool = False
    by_distance: bool = False
    as_typed: bool = False
    narrows: bool = True
    around: Place | None = None
    region: UUID | None = None


@dataclass(frozen=True)
class Results:
    rows: list[Ranked]
    understood: Understood
    is_cut: bool = False
    is_elsewhere: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.rows)

    def ids(self, first: int, after: int) -> list[UUID]:
        return [row.candidate.service_id for row in self.rows[first:after]]


def search(
    wanted: Wanted, at: datetime, *, only: Collection[str] = (tags.ACTIVE,), broadly: bool = True, most: int = MOST
) -> Results:
    """``only``: tags that every service found has. With ``broadly``, elsewhere rather than nothing."""
    understood = understand(wanted.text, wanted.where, around=wanted.around, as_typed=wanted.as_typed)
    if not wanted.narrows:
        understood = understood.ranking_only()
    required: list[Sequence[str]] = [*([tag] for tag in only), *wanted.tags]
    if wanted.region is not None:
        serving = understood.place.serving() if understood.place else ()
        required.append([*serving, tags.region(wanted.region)])
    point = understood.place.point if understood.place else None
    if wanted.kilometres and point is not None:
        required.append(list(tags.cells_around(*point, wanted.kilometres)))
    anywhere = bool(wanted.kilometres and point) or wanted.region is not None
    found = candidates(understood, required, wanted.refused, anywhere=anywhere, most=most)
    is_elsewhere = False
    if not found and understood.place is not None and broadly and not wanted.kilometres:
        found, is_elsewhere = candidates(understood, required, wanted.refused, anywhere=True, most=most), True
    rows = ranked(found, understood, at)
    if wanted.kilometres and point is not None:
        rows = [row for row in rows if row.kilometres is not None and row.kilometres <= wanted.kilometres]
    if wanted.is_open_now or NOW in understood.hints:
        open_ids = open_services([row.candidate.service_id for row in rows], at)
        rows = [row for row in rows if row.candidate.service_id in open_ids]
    rows = _worthy(rows)
    if wanted.by_distance:
        rows.sort(key=lambda row: (row.kilometres is None, row.kilometres or 0.0))
    is_cut = len(found) >= most
    return Results(rows, understood, is_cut, is_elsewhere and bool(rows), counts(row.candidate.marks for row in rows))


def _worthy(rows: list[Ranked]) -> list[Ranked]:
    """Without those that are far from the best and have not all that is asked."""
    if not rows:
        return rows
    least = rows[0].score * _WORTH
    return [row for row in rows if row.candidate.level == 0 or row.score >= least]
