"""What is personal in the register: it names nobody, yet an address tells where someone worked from."""

from ancrage.core.personal import PersonalField

PERSONAL: dict[str, PersonalField] = {
    "auditentry.address": PersonalField(
        "Know from where a dossier was read or written, should it be misused.",
        "As long as the register.",
        "Never, like the register itself: it is of the staff and of partners, not of newcomers.",
    ),
}
