"""What the register calls the acts of this context."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "portal.space.invited": _("Invitation à « Mon plan » faite"),
    "portal.space.invitation_withdrawn": _("Invitation à « Mon plan » retirée"),
    "portal.space.activated": _("« Mon plan » ouvert par la personne"),
    "portal.space.closed": _("Accès à « Mon plan » coupé"),
    "portal.space.reopened": _("Accès à « Mon plan » rétabli"),
    "portal.space.hours": _("Heures où lui écrire choisies par la personne"),
    "portal.space.told": _("La personne a été avertie que quelque chose l’attend"),
    "portal.session.opened": _("Connexion à « Mon plan »"),
    "portal.key.added": _("Appareil ajouté à « Mon plan »"),
    "portal.key.removed": _("Appareil retiré de « Mon plan »"),
    "portal.satisfaction.given": _("Avis donné par la personne"),
    "portal.document.consulted": _("La personne a ouvert un document"),
    "portal.plan_printed.consulted": _("La personne a téléchargé son plan"),
    "portal.space.consulted": _("La personne a consulté son plan"),
}
FIELDS: dict[str, str | Promise] = {}
