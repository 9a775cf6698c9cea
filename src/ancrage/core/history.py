from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=models.Model)


def tracked(*, exclude: tuple[str, ...] = (), in_bulk: bool = False) -> Callable[[type[M]], type[M]]:
    """Keep each state of a row, deletion included. ``exclude`` names the generated fields, copied otherwise.

    ``in_bulk``: rows come and go by hundreds; a history written row by row costs more than the rows themselves.
    The history holds personal data a second time: ``personal_data.py`` covers it too.
    """
    level = pghistory.Statement if in_bulk else pghistory.Row
    events = pghistory.InsertEvent(level=level), pghistory.UpdateEvent(), pghistory.DeleteEvent(level=level)
    return pghistory.track(*events, exclude=list(exclude))  # type: ignore[no-any-return]
