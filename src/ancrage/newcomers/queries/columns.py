"""The columns of lists: on the screen and in an export, the same. Here, those of the list of dossiers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ancrage.core.cldr import country_name
from ancrage.core.dates import local_day
from ancrage.newcomers.models import Case, FollowUp

Value = str | date | int


@dataclass(frozen=True)
class Column:
    """``value`` is empty where there is nothing to say; ``missing`` says so in words, on the screen.

    :param joins: what the row must be loaded with.
    """

    code: str
    label: str | Promise
    value: Callable[[Any], Value]
    missing: str | Promise = ""
    joins: tuple[str, ...] = ()

    def worded(self) -> "Column":
        """In the language of the moment: said once, rather than translated for each cell."""
        return replace(self, label=str(self.label), missing=str(self.missing))


def day_of(value: datetime | None) -> Value:
    return local_day(value) if value else ""


def _state(case: Case) -> str:
    state = str(case.get_state_display())
    return f"{state}, {_('accès restreint')}" if case.is_restricted else state


_TOWN = "person__municipality"

COLUMNS: Final = {
    column.code: column
    for column in (
        Column(
            "municipality",
            gettext_lazy("Municipalité"),
            lambda case: case.person.municipality.name if case.person.municipality else "",
            gettext_lazy("inconnue"),
            (_TOWN,),
        ),
        Column(
            "mrc",
            gettext_lazy("MRC"),
            lambda case: case.person.municipality.mrc.name if case.person.municipality else "",
            joins=(f"{_TOWN}__mrc",),
        ),
        Column(
            "point", gettext_lazy("Point de services"), lambda case: case.service_point.name, joins=("service_point",)
        ),
        Column("state", gettext_lazy("État"), _state),
        Column(
            "agent",
            pgettext_lazy("dossier", "Suivi par"),
            lambda case: case.agent.full_name if case.agent else "",
            gettext_lazy("Personne encore"),
            ("agent",),
        ),
        Column("requested", pgettext_lazy("dossier", "Reçu"), lambda case: day_of(case.requested_at)),
        Column("due", gettext_lazy("Premier contact avant le"), lambda case: case.first_contact_due_on),
        Column("contacted", gettext_lazy("Premier contact"), lambda case: day_of(case.first_contact_at)),
        Column("follow_up", gettext_lazy("Prochain suivi"), lambda case: case.next_follow_up_on or ""),
        Column(
            "origin",
            gettext_lazy("Pays d’origine"),
            lambda case: country_name(case.person.origin_country) if case.person.origin_country else "",
        ),
        Column("arrived", gettext_lazy("Arrivée au Québec"), lambda case: case.person.arrived_on or ""),
        Column("closed", pgettext_lazy("dossier", "Fermé"), lambda case: day_of(case.closed_at)),
        Column(
            "reason",
            gettext_lazy("Motif de fermeture"),
            lambda case: case.closing_reason.label if case.closing_reason else "",
            joins=("closing_reason",),
        ),
    )
}
USUAL: Final = ("municipality", "state", "agent", "requested")


def picked(columns: Mapping[str, Column], usual: Iterable[str], codes: Iterable[str]) -> list[Column]:
    """Those of ``columns`` asked for, in their order; the ``usual`` ones when none is known."""
    asked = set(codes) & set(columns) or set(usual)
    return [column.worded() for code, column in columns.items() if code in asked]


def with_columns(rows: QuerySet[Case], columns: Iterable[Column]) -> QuerySet[Case]:
    """The rows, each with its person and what the columns show."""
    columns = list(columns)
    rows = rows.select_related("person", *(join for column in columns for join in column.joins))
    if any(column.code == "follow_up" for column in columns):
        planned = FollowUp.objects.planned().filter(case=OuterRef("pk")).order_by("due_on")
        rows = rows.annotate(next_follow_up_on=Subquery(planned.values("due_on")[:1]))
    return rows.defer("person__address")


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier as the list shows it."""

    case: Case
    cells: list[tuple[Column, Value]]


def lines_of(rows: Iterable[Case], columns: list[Column]) -> list[Line]:
    return [Line(case, [(column, column.value(case)) for column in columns]) for case in rows]


def head_of(columns: Iterable[Column]) -> list[str]:
    """The first line of an export."""
    return [_("Personne"), _("Numéro"), *(str(column.label) for column in columns)]


def row_of(case: Case, columns: Iterable[Column]) -> list[Value]:
    """One line of an export."""
    return [case.person.full_name, case.reference, *(column.value(case) for column in columns)]
