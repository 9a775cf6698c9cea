"""How the columns that are not of the person are called."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: Final[Mapping[str, Promise]] = {
    "status": _("Statut d’immigration"),
    "status_category": _("Statut d’immigration"),
    "status_document": _("Document d’immigration"),
    "status_valid_from": _("Statut valide du"),
    "status_valid_to": _("Statut valide jusqu’au"),
    "french": _("Niveaux de français"),
    "french_listening": _("Français : compréhension orale"),
    "french_speaking": _("Français : production orale"),
    "french_reading": _("Français : compréhension écrite"),
    "french_writing": _("Français : production écrite"),
    "french_source": _("Français : source des niveaux"),
    "french_assessed_on": _("Français : évalué le"),
    "household": _("Ménage (le même numéro pour qui vit ensemble)"),
    "household_relation": _("Lien dans le ménage"),
}
