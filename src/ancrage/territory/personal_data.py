"""Places hold nobody: why the fields that sound personal are not."""

from ancrage.core.personal import PersonalField

PERSONAL: dict[str, PersonalField] = {}
NOT_PERSONAL = {
    "hostoffice.address": "The address of a public office.",
    "hostoffice.postal_code": "The address of a public office.",
    "hostoffice.access_notes": "How to get into a public office.",
}
