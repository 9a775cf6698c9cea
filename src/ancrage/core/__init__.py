"""What every context stands on: ids, the clock, dates, text, encryption, refusals. No model."""

from ancrage.core.clock import now, today
from ancrage.core.errors import Refused

__all__ = ["Refused", "now", "today"]
