"""The columns of the list of requests, beside what each line always shows; in its export, all of it."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ancrage.newcomers.queries.columns import COLUMNS as OF_CASES
from ancrage.newcomers.queries.columns import Column

COLUMNS: Final = {
    **{code: OF_CASES[code] for code in ("municipality", "mrc", "point", "agent", "origin", "arrived")},
    "way": Column(
        "way", gettext_lazy("Comment"), lambda case: _("En ligne") if case.is_online else _("Inscrite par un agent")
    ),
    "tried": Column("tried", gettext_lazy("Essais"), lambda case: _("Sans réponse") if case.was_tried else ""),
}
_EXPORTED: Final = [OF_CASES[code] for code in ("requested", "due", "contacted")]


def exported(columns: Iterable[Column]) -> list[Column]:
    """The columns of the file: those that the screen writes in its own way, then those chosen."""
    return [*_EXPORTED, *columns]
