"""What the register calls the acts of this context."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "directory.favourite.kept": _("Service enregistré dans un compte"),
    "directory.favourite.let_go": _("Service retiré d’un compte"),
    "directory.search.kept": _("Recherche enregistrée dans un compte"),
    "directory.search.let_go": _("Recherche retirée d’un compte"),
    "directory.member.attached": _("Compte rattaché à un organisme"),
    "directory.member.detached": _("Compte détaché d’un organisme"),
    "directory.service.intake_paused": _("Accueil d’un service suspendu"),
    "directory.service.intake_resumed": _("Accueil d’un service repris"),
    "directory.service.waiting_changed": _("Attente d’un service modifiée"),
}
