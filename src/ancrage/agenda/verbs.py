"""What the register calls the acts of this context."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "agenda.absence.declared": _("Absence déclarée"),
    "agenda.absence.removed": _("Absence retirée"),
    "agenda.feed.made": _("Adresse de l’agenda créée"),
    "agenda.feed.revoked": _("Adresse de l’agenda révoquée"),
    "agenda.pointhours.opened": _("Heures d’ouverture inscrites"),
    "agenda.pointhours.ended": _("Heures d’ouverture terminées"),
    "agenda.pointhours.removed": _("Heures d’ouverture retirées"),
    "agenda.workerhours.opened": _("Heures de travail inscrites"),
    "agenda.workerhours.ended": _("Heures de travail terminées"),
    "agenda.workerhours.removed": _("Heures de travail retirées"),
    "agenda.room.opened": _("Salle ouverte"),
    "agenda.room.ended": _("Salle fermée"),
    "agenda.room.removed": _("Salle retirée"),
    "agenda.cohort.opened": _("Série de séances ouverte"),
    "agenda.block.added": _("Bloc ajouté"),
    "agenda.block.changed": _("Bloc modifié"),
    "agenda.block.cancelled": _("Bloc annulé"),
    "agenda.block.planned_again": _("Bloc de nouveau prévu"),
}
