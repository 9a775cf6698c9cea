"""The reference lists that an administrator keeps, in the order of the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ancrage.agenda.models import GroupKind
from ancrage.core.labels import Labelled
from ancrage.directory.models import NeedDomain, StatusCategory
from ancrage.employers.models import InterventionType
from ancrage.newcomers.models import ClosingReason, DepartureReason, DocumentType
from ancrage.plans.models import CatalogueAction, CatalogueGoal
from ancrage.referrals.models import DeclineReason, ReferralOutcome


@dataclass(frozen=True)
class ReferenceList:
    """One list: its model, and the fields it has beside a label in four languages."""

    slug: str
    model: type[Labelled]
    used_for: str | Promise
    extra: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural)


LISTS: Mapping[str, ReferenceList] = {
    found.slug: found
    for found in (
        ReferenceList(
            "domaines", NeedDomain, _("L’évaluation, le plan et le répertoire."), ("stream", "icon", "is_sensitive")
        ),
        ReferenceList("statuts", StatusCategory, _("Le dossier et l’admissibilité aux services."), ("group",)),
        ReferenceList("fermetures", ClosingReason, _("La fermeture d’un dossier.")),
        ReferenceList("groupes", GroupKind, _("Les séances de groupe."), ("required_blocks",)),
        ReferenceList(
            "genres-de-documents",
            DocumentType,
            _("Les documents demandés à la personne, qui lit le libellé dans sa langue."),
        ),
        ReferenceList("departs", DepartureReason, _("Les suivis, quand la personne quitte la région.")),
        ReferenceList("refus", DeclineReason, _("La réponse d’un organisme à un aiguillage.")),
        ReferenceList("resultats", ReferralOutcome, _("La fin d’un aiguillage.")),
        ReferenceList("interventions", InterventionType, _("Les fiches des employeurs."), ("is_personal",)),
        ReferenceList("objectifs", CatalogueGoal, _("Le plan d’action."), ("domain",)),
        ReferenceList("actions", CatalogueAction, _("Le plan d’action."), ("domain", "performer", "usual_days")),
    )
}
