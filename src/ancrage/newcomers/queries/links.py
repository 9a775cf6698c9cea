"""Where every page of a dossier leads: its tabs, and the menu of what is done less often."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ancrage.accounts.access import Access
from ancrage.newcomers.models import Case
from ancrage.ui.addresses import address
from ancrage.ui.tabs import tabs_of


@dataclass(frozen=True, slots=True)
class Tab:
    """``slug`` is what a page says of itself; ``late`` is counted in red, ``count`` in grey."""

    slug: str
    url: str
    name: str
    count: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    name: str


_TABS = {
    "plan": ("newcomers:case", _("Plan")),
    "assessments": ("newcomers:assessments", _("Évaluations")),
    "referrals": ("newcomers:referrals", _("Aiguillages")),
    "appointments": ("newcomers:appointments", pgettext_lazy("dossier", "Rendez-vous")),
    "notes": ("newcomers:notes", pgettext_lazy("dossier", "Notes")),
    "documents": ("newcomers:documents", _("Documents")),
    "follow_ups": ("newcomers:follow_ups", _("Suivis")),
    "household": ("newcomers:household", _("Ménage")),
    "consents": ("newcomers:consents", _("Consentement")),
    "consultations": ("newcomers:consultations", _("Consultations")),
}
_MENU = {
    "newcomers:plan_versions": (_("Versions du plan et PDF"), "reads"),
    "newcomers:appointment_book": (_("Prendre rendez-vous"), "writes"),
    "newcomers:assessment_start": (_("Évaluer les besoins"), "writes"),
    "newcomers:task_add": (_("Ajouter une tâche"), "writes"),
    "newcomers:consent_add": (_("Inscrire un consentement"), "writes"),
    "newcomers:person_edit": (_("Modifier la fiche de la personne"), "writes"),
    "newcomers:statuses": (_("Statuts d’immigration"), "reads"),
    "newcomers:languages": (_("Langues et niveau de français"), "reads"),
    "newcomers:circle": (_("Personnes nommées et accès"), "reads"),
    "newcomers:case_transfer": (_("Transférer le dossier"), "transfers"),
    "newcomers:case_close": (_("Fermer le dossier"), "writes"),
}


def tabs(case: Case, counts: dict[str, Any], *, audits: bool) -> tuple[Tab, ...]:
    """The parts of the dossier; who consulted it is for those who ``audits``."""
    return tuple(
        Tab(slug, address(view, case.pk), str(name), counts.get(slug, 0), counts.get(f"overdue_{slug}", 0))
        for slug, (view, name) in _TABS.items()
        if slug != "consultations" or audits
    )


def menu(case: Case, access: Access, **may: bool) -> tuple[Link, ...]:
    """What the reader ``may`` do beside the buttons: reads, writes, transfers; then what higher contexts add."""
    own = [Link(address(view, case.pk), str(name)) for view, (name, need) in _MENU.items() if may[need]]
    return (*own, *(Link(tab.url(case), str(tab.name)) for tab in tabs_of("newcomers.case", access, case)))
