from datetime import datetime
from pathlib import Path

from django.db import transaction

from ancrage.agenda.models import GroupKind
from ancrage.core.actors import Actor
from ancrage.directory.actions.reference import load_list

_DATA = Path(__file__).parents[1] / "data"


@transaction.atomic
def load_reference(*, by: Actor, at: datetime) -> int:
    """Add the kinds of group sessions not there yet. Returns how many."""
    return load_list(GroupKind, _DATA / "group_kinds.csv", by=by, at=at)
