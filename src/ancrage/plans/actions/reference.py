import csv
from datetime import datetime
from pathlib import Path

from django.db import transaction

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.directory.models import NeedDomain
from ancrage.plans.models import CatalogueAction, CatalogueGoal

_DATA = Path(__file__).parents[1] / "data"


@transaction.atomic
def load_reference(*, by: Actor, at: datetime) -> int:
    """Add the goals and actions of the catalogue not there yet. Returns how many.

    The need domains are loaded first, by ``directory``.
    """
    goals = _load(CatalogueGoal, "catalogue_goals.csv", by=by, at=at)
    return goals + _load(CatalogueAction, "catalogue_actions.csv", by=by, at=at)


def _load(model: type[CatalogueGoal] | type[CatalogueAction], name: str, *, by: Actor, at: datetime) -> int:
    domains = {domain.code: domain for domain in NeedDomain.objects.all()}
    known = set(model.objects.values_list("code", flat=True))
    added = 0
    with (_DATA / name).open(encoding="utf-8", newline="") as lines:
        for position, row in enumerate(csv.DictReader(lines), start=1):
            if row["code"] in known:
                continue
            entry = model.objects.create(**{**row, "domain": domains[row["domain"]]}, position=position * 10)
            record(f"{model._meta.label_lower}.added", by=by, on=entry, at=at)
            added += 1
    return added
