"""What the register calls the acts of this context."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "workspace.register.consulted": _("Registre ouvert"),
    "workspace.search.consulted": _("Recherche dans tout Ancrage"),
}
