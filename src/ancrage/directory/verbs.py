"""What the register calls the acts of this context."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "directory.member.attached": _("Compte rattaché à un organisme"),
    "directory.member.detached": _("Compte détaché d’un organisme"),
    "directory.reading.received": _("Fichier d’une source reçu"),
    "directory.reading.columns_set": _("Colonnes d’un tableur reconnues"),
    "directory.reading.started": _("Fichier d’une source : application demandée"),
    "directory.reading.undo_started": _("Fichier d’une source : annulation demandée"),
    "directory.reading.undone": _("Fichier d’une source annulé"),
    "directory.reading.taken_up": _("Fichier d’une source : travail repris"),
    "directory.reading.dropped": _("Fichier d’une source abandonné"),
    "directory.source.kept": _("Source du répertoire enregistrée"),
    "directory.service.intake_paused": _("Accueil d’un service suspendu"),
    "directory.service.intake_resumed": _("Accueil d’un service repris"),
    "directory.service.waiting_changed": _("Attente d’un service modifiée"),
}
