"""What messages hold of people: where they go. Their words hold nothing personal."""

from ancrage.core.personal import PersonalField

PERSONAL = {
    "outgoingmessage.to": PersonalField("To send the message.", "One year after sending.", "Deleted with the message."),
    "outgoingmessage.language": PersonalField(
        "To say in which language it is written.", "One year after sending.", "Deleted with the message."
    ),
    "outgoingmessage.subject": PersonalField(
        "Proof of what was written; it names nobody.", "One year after sending.", "Deleted with the message."
    ),
    "outgoingmessage.body": PersonalField(
        "Proof of what was written; it names nobody.", "One year after sending.", "Deleted with the message."
    ),
}
