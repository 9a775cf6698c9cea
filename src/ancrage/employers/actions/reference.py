import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateRange

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.directory.actions.reference import load_list
from ancrage.employers.models import InterventionType, MinimumWage

_DATA = Path(__file__).parents[1] / "data"


def load_reference(*, by: Actor, at: datetime) -> int:
    """Add the sorts of intervention and the minimum wages not there yet. Returns how many."""
    added = load_list(InterventionType, _DATA / "intervention_types.csv", by=by, at=at)
    return added + _load_wages(by=by, at=at)


def _load_wages(*, by: Actor, at: datetime) -> int:
    """A rate holds until the next one. Those entered since stay as they are."""
    with (_DATA / "minimum_wages.csv").open(encoding="utf-8", newline="") as lines:
        known = [(date.fromisoformat(row["from"]), Decimal(row["rate"])) for row in csv.DictReader(lines)]
    added = 0
    ends = [*(start for start, _rate in known[1:]), None]
    for (start, rate), end in zip(known, ends, strict=True):
        during = DateRange(start, end)
        if not MinimumWage.objects.filter(during__overlap=during).exists():
            wage = MinimumWage.objects.create(rate=rate, during=during)
            record("employers.minimumwage.added", by=by, on=wage, at=at)
            added += 1
    return added
