"""The columns of lists: on the screen and in an export, the same. Here, those of the list of dossiers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, TypeVar

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ancrage.core.cldr import country_name
from ancrage.core.dates import local_day
from ancrage.newcomers.models import Case, FollowUp
from ancrage.ui.cells import Look

Value = str | date | int
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Column:
    """``value`` is empty where there is nothing to say; ``missing`` says so in words, on the screen.

    :param fields: what it reads of the row beside what every line shows.
    :param look: how the screen shows it, when not as a text.
    """

    code: str
    label: str | Promise
    value: Callable[[Any], Value]
    missing: str | Promise = ""
    fields: tuple[str, ...] = ()
    look: Look | None = None

    def worded(self) -> "Column":
        """In the language of the moment: said once, rather than translated for each cell."""
        return replace(self, label=str(self.label), missing=str(self.missing))


def day_of(value: datetime | None) -> Value:
    return local_day(value) if value else ""


def name_fields(person: str) -> tuple[str, ...]:
    """What a person's name is made of, where ``person`` leads to them."""
    return tuple(f"{person}__{name}" for name in ("given_names", "family_names", "original_name"))


def label_fields(term: str) -> tuple[str, ...]:
    """What a label is made of, where ``term`` leads to a line of a reference list."""
    return tuple(f"{term}__label_{language}" for language in ("fr", "en", "es", "ar"))


def _state(case: Case) -> str:
    state = str(case.get_state_display())
    return f"{state}, {_('accès restreint')}" if case.is_restricted else state


def _state_shown(case: Case) -> dict[str, Any]:
    return {"state": case.state, "words": case.get_state_display(), "is_restricted": case.is_restricted}


_TOWN = "person__municipality"

COLUMNS: Final = {
    column.code: column
    for column in (
        Column(
            "municipality",
            gettext_lazy("Municipalité"),
            lambda case: case.person.municipality.name if case.person.municipality else "",
            gettext_lazy("inconnue"),
            (f"{_TOWN}__name",),
        ),
        Column(
            "mrc",
            gettext_lazy("MRC"),
            lambda case: case.person.municipality.mrc.name if case.person.municipality else "",
            fields=(f"{_TOWN}__mrc__name",),
        ),
        Column(
            "point",
            gettext_lazy("Point de services"),
            lambda case: case.service_point.name,
            fields=("service_point__name",),
        ),
        Column("state", gettext_lazy("État"), _state, look=Look("newcomers/case_badge.html", _state_shown)),
        Column(
            "agent",
            pgettext_lazy("dossier", "Suivi par"),
            lambda case: case.agent.full_name if case.agent else "",
            gettext_lazy("Personne encore"),
            ("agent__full_name",),
        ),
        Column("requested", pgettext_lazy("dossier", "Reçu"), lambda case: day_of(case.requested_at)),
        Column("due", gettext_lazy("Premier contact avant le"), lambda case: case.first_contact_due_on),
        Column("contacted", gettext_lazy("Premier contact"), lambda case: day_of(case.first_contact_at)),
        Column("follow_up", gettext_lazy("Prochain suivi"), lambda case: case.next_follow_up_on or ""),
        Column(
            "origin",
            gettext_lazy("Pays d’origine"),
            lambda case: country_name(case.person.origin_country) if case.person.origin_country else "",
            fields=("person__origin_country",),
        ),
        Column(
            "arrived",
            gettext_lazy("Arrivée au Québec"),
            lambda case: case.person.arrived_on or "",
            fields=("person__arrived_on",),
        ),
        Column("closed", pgettext_lazy("dossier", "Fermé"), lambda case: day_of(case.closed_at)),
        Column(
            "reason",
            gettext_lazy("Motif de fermeture"),
            lambda case: case.closing_reason.label if case.closing_reason else "",
            fields=label_fields("closing_reason"),
        ),
    )
}
_ALWAYS: Final = (
    *("reference", "state", "is_restricted", "requested_at", "first_contact_due_on", "first_contact_at", "closed_at"),
    *name_fields("person"),
)
USUAL: Final = ("municipality", "state", "agent", "requested")


def picked(columns: Mapping[str, Column], usual: Iterable[str], codes: Iterable[str]) -> list[Column]:
    """Those of ``columns`` asked for, in their order; the ``usual`` ones when none is known."""
    asked = set(codes) & set(columns) or set(usual)
    return [column.worded() for code, column in columns.items() if code in asked]


def with_columns(rows: QuerySet[Case], columns: Iterable[Column]) -> QuerySet[Case]:
    """The rows, each with its person and what the columns show, no more."""
    columns = list(columns)
    if any(column.code == "follow_up" for column in columns):
        planned = FollowUp.objects.planned().filter(case=OuterRef("pk")).order_by("due_on")
        rows = rows.annotate(next_follow_up_on=Subquery(planned.values("due_on")[:1]))
    return reading(rows, _ALWAYS, columns)


def reading(rows: QuerySet[Row], always: Iterable[str], columns: Iterable[Column]) -> QuerySet[Row]:
    """The rows with these fields alone: making records of the hundred columns behind a line takes longer than finding them."""
    fields = [*always, *(name for column in columns for name in column.fields)]
    return rows.select_related(*{name.rpartition("__")[0] for name in fields if "__" in name}).only(*fields)


def head_of(columns: Iterable[Column]) -> list[str]:
    """The first line of an export."""
    return [_("Personne"), _("Numéro"), *(str(column.label) for column in columns)]


def row_of(case: Case, columns: Iterable[Column]) -> list[Value]:
    """One line of an export."""
    return [case.person.full_name, case.reference, *(column.value(case) for column in columns)]
