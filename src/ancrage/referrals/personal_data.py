"""What referrals hold of people. The history of ``referral`` repeats it and is erased with it."""

from ancrage.core.personal import PersonalField

_SHARED = "Communicated to the organisation, as the person agreed."
_WHILE_SHARED = "While the organisation may read it: forgotten when refused, expired, withdrawn or over."
_FORGOTTEN = "Emptied by the step that ends the sharing; the rest goes with the dossier."
_SAID = "What was said between the organisation and the sender to give the service."
_WITH_THE_DOSSIER = "As long as the dossier."
_ANONYMISED = "Emptied when the dossier is anonymised."

PERSONAL = {
    "referral.person_name": PersonalField(_SHARED, _WHILE_SHARED, _FORGOTTEN),
    "referral.package": PersonalField(_SHARED, _WHILE_SHARED, _FORGOTTEN),
    "referral.summary": PersonalField(_SHARED, _WITH_THE_DOSSIER, _ANONYMISED),
    "referral.told_email": PersonalField(
        "To tell the person that an answer waits, when they accept to be written to.", _WHILE_SHARED, _FORGOTTEN
    ),
    "referral.told_language": PersonalField(
        "To write to the person in their language beside French.", _WITH_THE_DOSSIER, _ANONYMISED
    ),
    "referral.answer_note": PersonalField(_SAID, _WITH_THE_DOSSIER, _ANONYMISED),
    "referralquestion.text": PersonalField(_SAID, _WHILE_SHARED, _FORGOTTEN),
    "referralquestion.reply": PersonalField(_SAID, _WHILE_SHARED, _FORGOTTEN),
    "referraltransition.note": PersonalField(
        "Why a step was taken; for the sending, which kinds of information left.", _WITH_THE_DOSSIER, _ANONYMISED
    ),
    "linkuse.address": PersonalField(
        "To see from where a link was used, if it fell into other hands.", "One year.", "Deleted with the use."
    ),
}
