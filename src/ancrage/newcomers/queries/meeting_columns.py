"""The columns of the list of appointments: on the screen and in its export, the same."""

from collections.abc import Iterable
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ancrage.agenda.models import Appointment, AppointmentState, Mode
from ancrage.core import now
from ancrage.core.cldr import language_name
from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.columns import COLUMNS as OF_CASES
from ancrage.newcomers.queries.columns import Column, Value, day_of, name_fields, reading
from ancrage.ui.cells import Look
from ancrage.ui.formats import hour

_CASE: Final = "case_tie__case"


def _case(row: Appointment) -> Case:
    return row.case_tie.case


def _is_to_note(row: Appointment) -> bool:
    return row.is_planned and row.starts_at <= now()


def _state(row: Appointment) -> str:
    return _("Présence à noter") if _is_to_note(row) else str(AppointmentState(row.state).label)


def _answer(row: Appointment) -> str:
    tie = row.case_tie
    if tie.move_asked_at:
        return _("Demande de le déplacer")
    return _("Confirmé") if tie.confirmed_at else ""


def _of_case(code: str) -> Column:
    column = OF_CASES[code]
    return Column(
        code,
        column.label,
        lambda row: column.value(_case(row)),
        column.missing,
        tuple(f"{_CASE}__{name}" for name in column.fields),
    )


COLUMNS: Final = {
    column.code: column
    for column in (
        Column(
            "day",
            gettext_lazy("Jour"),
            lambda row: day_of(row.starts_at),
            look=Look("newcomers/meeting_day.html", lambda row: {"on": day_of(row.starts_at)}),
        ),
        Column("hour", gettext_lazy("Heure"), lambda row: hour(row.starts_at)),
        Column("minutes", gettext_lazy("Durée (minutes)"), lambda row: row.length),
        Column(
            "subject",
            gettext_lazy("Objet"),
            lambda row: row.subject,
            fields=("subject",),
            look=Look("newcomers/meeting_subject.html", lambda row: {"subject": row.subject}),
        ),
        Column("worker", gettext_lazy("Avec"), lambda row: row.worker.full_name, fields=("worker__full_name",)),
        Column(
            "point",
            gettext_lazy("Point de services"),
            lambda row: row.service_point.name,
            fields=("service_point__name",),
        ),
        Column("room", gettext_lazy("Salle"), lambda row: row.room.name if row.room else "", fields=("room__name",)),
        Column("mode", gettext_lazy("Façon"), lambda row: str(Mode(row.mode).label), fields=("mode",)),
        Column(
            "interpreter",
            gettext_lazy("Interprète"),
            lambda row: language_name(row.interpreter_language) if row.interpreter_language else "",
            fields=("interpreter_language",),
        ),
        Column(
            "state",
            gettext_lazy("État"),
            _state,
            look=Look(
                "newcomers/meeting_state.html",
                lambda row: {"state": row.state, "words": _state(row), "is_to_note": _is_to_note(row)},
            ),
        ),
        Column(
            "answer",
            gettext_lazy("Réponse de la personne"),
            _answer,
            fields=("case_tie__confirmed_at", "case_tie__move_asked_at"),
        ),
        *(_of_case(code) for code in ("agent", "municipality", "mrc")),
    )
}
_ALWAYS: Final = ("during", "state", f"{_CASE}__reference", *name_fields(f"{_CASE}__person"))
USUAL: Final = ("day", "hour", "worker", "mode", "room", "state")
PRINTED: Final = ("hour", "worker", "room", "mode")


def with_columns(rows: QuerySet[Appointment], columns: Iterable[Column]) -> QuerySet[Appointment]:
    """The rows with what the columns show, no more."""
    return reading(rows, _ALWAYS, columns)


def row_of(row: Appointment, columns: Iterable[Column]) -> list[Value]:
    """One line of an export."""
    case = _case(row)
    return [case.person.full_name, case.reference, *(column.value(row) for column in columns)]
