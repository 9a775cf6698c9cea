from datetime import datetime
from pathlib import Path

from ancrage.core.actors import Actor
from ancrage.directory.actions.reference import load_list
from ancrage.employers.models import InterventionType

_DATA = Path(__file__).parents[1] / "data"


def load_reference(*, by: Actor, at: datetime) -> int:
    """Add the sorts of intervention not there yet. Returns how many."""
    return load_list(InterventionType, _DATA / "intervention_types.csv", by=by, at=at)
