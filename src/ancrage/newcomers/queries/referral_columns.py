"""The columns of the list of what was sent to organisations: on the screen and in its export, the same."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ancrage.newcomers.models import CaseReferral
from ancrage.newcomers.queries.columns import Column, Value, day_of, name_fields, reading
from ancrage.ui.cells import Look


def _state_shown(tie: CaseReferral) -> dict[str, Any]:
    return {"state": tie.referral.state, "words": tie.referral.get_state_display()}


def _answer_shown(tie: CaseReferral) -> dict[str, Any]:
    referral = tie.referral
    due = day_of(referral.expires_at) if referral.is_awaiting else ""
    return {"due": due, "on": day_of(referral.answered_at), "has_news": referral.has_news}


COLUMNS: Final = {
    column.code: column
    for column in (
        Column(
            "service",
            gettext_lazy("Service"),
            lambda tie: tie.referral.service.name,
            fields=("referral__service__name",),
        ),
        Column(
            "organization",
            gettext_lazy("Organisme"),
            lambda tie: tie.referral.organization.name,
            fields=("referral__organization__name",),
        ),
        Column(
            "state",
            gettext_lazy("État"),
            lambda tie: str(tie.referral.get_state_display()),
            look=Look("referrals/state.html", _state_shown),
        ),
        Column("sent", gettext_lazy("Envoyé"), lambda tie: day_of(tie.referral.sent_at), fields=("referral__sent_at",)),
        Column(
            "sender",
            gettext_lazy("Envoyé par"),
            lambda tie: tie.referral.created_by.full_name,
            fields=("referral__created_by__full_name",),
        ),
        Column("due", gettext_lazy("Réponse attendue avant le"), lambda tie: day_of(tie.referral.expires_at)),
        Column(
            "answered",
            gettext_lazy("Réponse"),
            lambda tie: day_of(tie.referral.answered_at),
            look=Look("newcomers/sent_referral_answer.html", _answer_shown),
        ),
        Column(
            "agent",
            pgettext_lazy("dossier", "Suivi par"),
            lambda tie: tie.case.agent.full_name if tie.case.agent else "",
            gettext_lazy("Personne encore"),
            ("case__agent__full_name",),
        ),
        Column(
            "point",
            gettext_lazy("Point de services"),
            lambda tie: tie.case.service_point.name,
            fields=("case__service_point__name",),
        ),
    )
}
_ALWAYS: Final = (
    *("case__reference", *name_fields("case__person")),
    *(f"referral__{name}" for name in ("reference", "state", "created_at", "answered_at", "expires_at", "seen_at")),
)
USUAL: Final = ("service", "organization", "state", "sent", "answered")


def with_columns(rows: QuerySet[CaseReferral], columns: Iterable[Column]) -> QuerySet[CaseReferral]:
    """The rows with what the columns show, no more."""
    return reading(rows, _ALWAYS, columns)


def head_of(columns: Iterable[Column]) -> list[str]:
    """The first line of an export."""
    return [_("Personne"), _("Dossier"), _("Aiguillage"), *(str(column.label) for column in columns)]


def row_of(tie: CaseReferral, columns: Iterable[Column]) -> list[Value]:
    """One line of an export."""
    first = [tie.case.person.full_name, tie.case.reference, tie.referral.reference]
    return [*first, *(column.value(tie) for column in columns)]
