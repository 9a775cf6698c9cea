"""Of the people of an employer: whom to ask for, and what was said with them."""

from ancrage.core.personal import PersonalField

_KEPT = "As long as the file of the employer."
_ERASED = "Deleted with the file, or emptied once the person left."
PERSONAL: dict[str, PersonalField] = {
    "contact.name": PersonalField("Ask for the right person.", _KEPT, _ERASED),
    "contact.title": PersonalField("Ask for the right person.", _KEPT, _ERASED),
    "contact.phone": PersonalField("Reach the person who answers for the employer.", _KEPT, _ERASED),
    "contact.email": PersonalField("Reach the person who answers for the employer.", _KEPT, _ERASED),
    "intervention.summary": PersonalField("Follow what was done with the employer.", _KEPT, _ERASED),
    "intervention.text": PersonalField("Follow what was done with the employer.", _KEPT, _ERASED),
}

NOT_PERSONAL = dict.fromkeys(("establishment.address", "establishment.postal_code"), "Where a business works.")
