from datetime import datetime
from pathlib import Path

from ancrage.core.actors import Actor
from ancrage.directory.actions.reference import load_list
from ancrage.referrals.models import DeclineReason, ReferralOutcome

_DATA = Path(__file__).parents[1] / "data"


def load_reference(*, by: Actor, at: datetime) -> int:
    """Add the reasons and outcomes not there yet. Returns how many."""
    return load_list(DeclineReason, _DATA / "decline_reasons.csv", by=by, at=at) + load_list(
        ReferralOutcome, _DATA / "outcomes.csv", by=by, at=at
    )
