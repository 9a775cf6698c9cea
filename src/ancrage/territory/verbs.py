"""What the register calls the acts of this context."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "territory.places.loaded": _("Liste des municipalités chargée"),
    "territory.boundaries.loaded": _("Limites officielles chargées"),
    "territory.municipality.added": _("Municipalité ajoutée"),
    "territory.municipality.changed": _("Municipalité modifiée"),
    "territory.directorate.opened": _("Direction ouverte"),
    "territory.directorate.changed": _("Direction modifiée"),
    "territory.directorate.ended": _("Direction terminée"),
    "territory.directorateregion.opened": _("Région confiée à une direction"),
    "territory.hostoffice.opened": _("Bureau hôte ouvert"),
    "territory.hostoffice.changed": _("Bureau hôte modifié"),
    "territory.hostoffice.ended": _("Bureau hôte terminé"),
    "territory.servicepoint.opened": _("Point de services ouvert"),
    "territory.servicepoint.changed": _("Point de services modifié"),
    "territory.servicepoint.ended": _("Point de services terminé"),
    "territory.servicepoint.serves": _("Municipalités confiées à un point de services"),
    "territory.team.opened": _("Équipe ouverte"),
    "territory.team.changed": _("Équipe modifiée"),
    "territory.team.ended": _("Équipe terminée"),
}
