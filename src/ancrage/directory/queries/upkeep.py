"""What keeping the directory is made of: a tab for each."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.accounts.access import Access
from ancrage.directory.queries.pairs import pairs_within
from ancrage.directory.queries.proposals import proposals_within
from ancrage.directory.queries.reports import reports_within


@dataclass(frozen=True)
class Tab:
    name: str
    url: str
    count: int = 0


def upkeep_tabs(access: Access) -> list[Tab]:
    """Each with what waits behind it."""
    return [
        Tab(_("Qualité"), reverse("directory:quality")),
        Tab(_("À vérifier"), reverse("directory:due")),
        Tab(_("Propositions"), reverse("directory:proposals"), proposals_within(access).pending().count()),
        Tab(_("Signalements"), reverse("directory:reports"), reports_within(access).open().count()),
        Tab(_("Doublons"), reverse("directory:pairs"), pairs_within(access).undecided().count()),
        Tab(_("Liens"), reverse("directory:links")),
    ]
