from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=models.Model)


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[type[M]], type[M]]:
    """Keep each state of a row, deletion included. ``exclude`` names the generated fields, copied otherwise.

    The history holds personal data a second time: ``personal_data.py`` covers it too.
    """
    events = pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    return pghistory.track(*events, exclude=list(exclude))  # type: ignore[no-any-return]
