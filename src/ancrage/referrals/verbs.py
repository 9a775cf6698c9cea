"""What the register calls the acts of this context."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "referrals.inbox.consulted": _("Aiguillages reçus ouverts"),
    "referrals.package.consulted": _("Aiguillage ouvert par l’organisme"),
    "referrals.referral.sent": _("Aiguillage envoyé"),
    "referrals.referral.resent": _("Aiguillage envoyé de nouveau"),
    "referrals.referral.reminded": _("Aiguillage rappelé à l’organisme"),
    "referrals.referral.opened": _("Aiguillage lu par l’organisme"),
    "referrals.referral.precision_asked": _("Précision demandée par l’organisme"),
    "referrals.referral.precision_given": _("Précision donnée à l’organisme"),
    "referrals.referral.accepted": _("Aiguillage accepté"),
    "referrals.referral.put_on_waiting_list": _("Aiguillage mis en liste d’attente"),
    "referrals.referral.declined": _("Aiguillage refusé"),
    "referrals.referral.answer_read": _("Réponse à un aiguillage lue"),
    "referrals.referral.withdrawn": _("Aiguillage retiré"),
    "referrals.referral.expired": _("Aiguillage expiré"),
    "referrals.referral.started": _("Service commencé"),
    "referrals.referral.done": _("Service rendu"),
    "referrals.referral.not_done": _("Service non rendu"),
}
