"""What the register calls the acts of this context."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "accounts.session.opened": _("Connexion ouverte"),
    "accounts.password.changed": _("Mot de passe changé"),
    "accounts.user.invited": _("Personne invitée"),
    "accounts.user.invited_again": _("Invitation renvoyée"),
    "accounts.user.changed": _("Compte modifié"),
    "accounts.user.factors_reset": _("Second facteur retiré"),
    "accounts.user.sessions_closed": _("Autres sessions fermées"),
    "accounts.user.left": _("Compte fermé au départ"),
    "accounts.assignment.given": _("Rôle donné"),
    "accounts.assignment.ended": _("Fin de rôle inscrite"),
}
FIELDS: dict[str, str | Promise] = {
    "assignment.place": _("endroit"),
}
