"""The columns of the list of what was sent to organisations: on the screen and in its export, the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ancrage.newcomers.models import CaseReferral
from ancrage.newcomers.queries.columns import Column, Value, day_of

COLUMNS: Final = {
    column.code: column
    for column in (
        Column("service", gettext_lazy("Service"), lambda tie: tie.referral.service.name),
        Column("organization", gettext_lazy("Organisme"), lambda tie: tie.referral.organization.name),
        Column("state", gettext_lazy("État"), lambda tie: str(tie.referral.get_state_display())),
        Column("sent", gettext_lazy("Envoyé"), lambda tie: day_of(tie.referral.sent_at)),
        Column("sender", gettext_lazy("Envoyé par"), lambda tie: tie.referral.created_by.full_name),
        Column("due", gettext_lazy("Réponse attendue avant le"), lambda tie: day_of(tie.referral.expires_at)),
        Column("answered", gettext_lazy("Réponse"), lambda tie: day_of(tie.referral.answered_at)),
        Column(
            "agent",
            pgettext_lazy("dossier", "Suivi par"),
            lambda tie: tie.case.agent.full_name if tie.case.agent else "",
            gettext_lazy("Personne encore"),
        ),
        Column("point", gettext_lazy("Point de services"), lambda tie: tie.case.service_point.name),
    )
}
USUAL: Final = ("service", "organization", "state", "sent", "answered")


@dataclass(frozen=True, slots=True)
class Line:
    """One referral as the list shows it."""

    tie: CaseReferral
    cells: list[tuple[Column, Value]]


def lines_of(ties: Iterable[CaseReferral], columns: list[Column]) -> list[Line]:
    return [Line(tie, [(column, column.value(tie)) for column in columns]) for tie in ties]


def head_of(columns: Iterable[Column]) -> list[str]:
    """The first line of an export."""
    return [_("Personne"), _("Dossier"), _("Aiguillage"), *(str(column.label) for column in columns)]


def row_of(tie: CaseReferral, columns: Iterable[Column]) -> list[Value]:
    """One line of an export."""
    first = [tie.case.person.full_name, tie.case.reference, tie.referral.reference]
    return [*first, *(column.value(tie) for column in columns)]
