"""What is personal in files taken in, why it is held, how long, how it is erased."""

from ancrage.core.personal import PersonalField

PERSONAL: dict[str, PersonalField] = {
    "storedfile.name": PersonalField(
        "Find the document again under the name it was received with; its content lies encrypted in the storage.",
        "As long as what it is attached to.",
        "The row is deleted; its content, then without a row, leaves the storage within two days.",
    ),
}
