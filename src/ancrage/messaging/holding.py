"""Whether what a message says still holds when it is about to leave: the context that wrote it knows."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

Holds = Callable[[str, datetime], bool]
_registered: Final[dict[str, Holds]] = {}


def register_check(about_type: str, holds: Holds) -> None:
    """Called once for a sort of object, by the context that writes about it, when it is ready.

    :param about_type: the label of the model, as ``OutgoingMessage.about_type`` keeps it.
    :param holds: given the key of the object, whether a message about it is still to be sent at a moment.
    """
    _registered[about_type] = holds


def still_holds(about_type: str, about_id: str, at: datetime) -> bool:
    """True where nobody said how to tell."""
    holds = _registered.get(about_type)
    return holds is None or holds(about_id, at)
