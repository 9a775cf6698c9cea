"""Reference lists: what the product starts with, from its own files; people then change them on screen."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.core.labels import Labelled
from ancrage.directory.actions.taxonomies import publish_taxonomies
from ancrage.directory.models import NeedDomain, StatusCategory, VerificationDelay
from ancrage.territory.dated import from_day

_DATA = Path(__file__).parents[1] / "data"


@transaction.atomic
def load_reference(*, by: Actor, at: datetime) -> int:
    """Add the need domains and statuses not there yet, and publish them. Returns how many were added."""
    added = load_list(NeedDomain, _DATA / "need_domains.csv", by=by, at=at)
    added += load_list(StatusCategory, _DATA / "statuses.csv", by=by, at=at)
    if not VerificationDelay.objects.exists():
        VerificationDelay.objects.create(months=12, during=from_day(local_day(at)))
    publish_taxonomies()
    return added


@transaction.atomic
def load_list(model: type[Labelled], path: Path, *, by: Actor, at: datetime, **defaults: Any) -> int:
    """Add the entries of ``path`` whose code is not in the list yet; what people changed on screen stays.

    The file's columns are the model's fields. Returns how many entries were added.
    """
    known = set(model._default_manager.values_list("code", flat=True))
    added = 0
    with path.open(encoding="utf-8", newline="") as lines:
        for position, row in enumerate(csv.DictReader(lines), start=1):
            if row["code"] in known:
                continue
            values = {name: _value(name, text) for name, text in row.items()}
            entry = model._default_manager.create(position=position * 10, **values, **defaults)
            record(f"{model._meta.label_lower}.added", by=by, on=entry, at=at)
            added += 1
    return added


def _value(column: str, text: str) -> str | bool:
    return bool(text) if column.startswith("is_") else text
