"""What dossiers make people told of, in the words of « Mes avis »."""

from django.utils.translation import gettext_lazy as _

from ancrage.accounts.enums import Way
from ancrage.accounts.notices import Notice
from ancrage.newcomers.permissions import Permission

NOTICES: dict[str, Notice] = {
    "newcomers.assigned": Notice(
        name=_("Dossier confié ou transféré"),
        kinds=("newcomers.case.assigned", "newcomers.batch.assigned", "newcomers.case.transferred"),
        permissions=(Permission.WRITE_CASE,),
    ),
    "newcomers.merged": Notice(
        name=_("Dossier réuni à un autre, ou fusion annulée"),
        kinds=("newcomers.merged",),
        permissions=(Permission.WRITE_CASE,),
    ),
    "newcomers.named": Notice(
        name=_("Nomination à un dossier"), kinds=("newcomers.named",), permissions=(Permission.READ_CASE,)
    ),
    "newcomers.appointment": Notice(
        name=_("Rendez-vous pris à mon agenda"),
        kinds=("newcomers.appointment", "newcomers.appointment_to_move"),
        permissions=(Permission.WRITE_CASE,),
    ),
    "newcomers.group": Notice(
        name=_("Place libérée dans une série de séances"),
        kinds=("newcomers.group",),
        permissions=(Permission.WRITE_CASE,),
    ),
    "newcomers.referral_answered": Notice(
        name=_("Réponse à un aiguillage"),
        kinds=("referral_answered", "referral_under_study", "referral_expired"),
        permissions=(Permission.REFER,),
    ),
    "newcomers.referral_followed": Notice(
        name=_("Suite d’un aiguillage : service commencé, rendu ou non"),
        kinds=("referral_started", "referral_done", "referral_not_done"),
        permissions=(Permission.REFER,),
        way=Way.IN_APP,
    ),
    "newcomers.consent_over": Notice(
        name=_("Consentement terminé"), kinds=("newcomers.consent_over",), permissions=(Permission.WRITE_CASE,)
    ),
    "newcomers.ground_expires": Notice(
        name=_("Service dans une autre langue : motif qui prend fin"),
        kinds=("newcomers.ground_expires",),
        permissions=(Permission.WRITE_CASE,),
        way=Way.IN_APP,
    ),
    "newcomers.inquiry": Notice(
        name=_("Vérification d’un autre point de services"),
        kinds=("newcomers.inquiry",),
        permissions=(Permission.WRITE_CASE,),
    ),
    "newcomers.document_infected": Notice(
        name=_("Virus trouvé dans un document"),
        kinds=("newcomers.document_infected",),
        permissions=(Permission.WRITE_CASE,),
        way=Way.AT_ONCE,
    ),
    "newcomers.tie_declared": Notice(
        name=_("Lien déclaré : dossier à confier"),
        kinds=("newcomers.tie_declared",),
        permissions=(Permission.ASSIGN, Permission.WRITE_CASE),
    ),
    "newcomers.withheld": Notice(
        name=_("Recherche qui a rencontré un dossier restreint"),
        kinds=("newcomers.withheld",),
        everywhere=(Permission.READ_AUDIT,),
    ),
    "newcomers.exceptional_access": Notice(
        name=_("Accès exceptionnel à un dossier"),
        kinds=("newcomers.exceptional_access",),
        permissions=(Permission.GRANT_RESTRICTED,),
        everywhere=(Permission.READ_AUDIT,),
        is_fixed=True,
    ),
}
