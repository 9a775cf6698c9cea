"""The columns of the list of what is overdue: on the screen and in its export, the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.columns import COLUMNS as OF_CASES
from ancrage.newcomers.queries.columns import Column, Value
from ancrage.newcomers.queries.overdue import Late, cases_of
from ancrage.ui.cells import Look
from ancrage.ui.due import days_late


@dataclass(frozen=True, slots=True)
class Item:
    """Something past its day: whose dossier, and what."""

    row: Any
    case: Case
    day: date

    @property
    def kind(self) -> Late:
        return Late(self.row.late_kind)

    @property
    def text(self) -> str:
        match self.kind:
            case Late.REQUEST:
                return _("Joindre la personne")
            case Late.FOLLOW_UP:
                return _("Suivi à %(days)s jours") % {"days": self.row.late_text}
        return str(self.row.late_text)

    @property
    def is_typed(self) -> bool:
        """Whether its words were typed by someone, in French."""
        return self.kind not in (Late.REQUEST, Late.FOLLOW_UP)


def _of_case(code: str) -> Column:
    column = OF_CASES[code]
    look = column.look and Look(column.look.template, lambda item: column.look.values(item.case))  # type: ignore[union-attr] # just seen
    return replace(column, value=lambda item: column.value(item.case), look=look)


COLUMNS: Final = {
    column.code: column
    for column in (
        Column("kind", gettext_lazy("Genre"), lambda item: str(item.kind.label)),
        Column(
            "what",
            gettext_lazy("À faire"),
            lambda item: item.text,
            look=Look("newcomers/overdue_what.html", lambda item: {"text": item.text, "is_typed": item.is_typed}),
        ),
        Column("due", gettext_lazy("Prévu le"), lambda item: item.row.late_on),
        Column("days", gettext_lazy("Jours de retard"), lambda item: days_late(item.row.late_on, item.day)),
        Column(
            "doer",
            pgettext_lazy("retard", "Par"),
            lambda item: item.row.late_by or "",
            gettext_lazy("Personne encore"),
        ),
        *(_of_case(code) for code in ("state", "agent", "point", "municipality", "mrc")),
    )
}
USUAL: Final = ("kind", "what", "due", "days", "doer")


def items_of(rows: Iterable[Any], columns: Iterable[Column], day: date) -> Iterator[Item]:
    """The rows of ``overdue_parts`` with their dossiers. One statement, whatever their number."""
    rows = list(rows)
    cases = cases_of(rows, columns)
    for row in rows:
        yield Item(row, cases[row.late_case], day)


def row_of(item: Item, columns: Iterable[Column]) -> list[Value]:
    """One line of an export."""
    return [item.case.person.full_name, item.case.reference, *(column.value(item) for column in columns)]
