"""What is personal in the spaces, why it is held, how long, how it is erased."""

from ancrage.core.personal import PersonalField

_SPACE = "As long as the person has a space."
_DELETED = "The row is deleted with the person's last dossier."

PERSONAL: dict[str, PersonalField] = {
    "space.email": PersonalField("Send the codes that open the space.", _SPACE, _DELETED),
    "space.secret": PersonalField("Recognise the person, as a digest.", _SPACE, _DELETED),
    "space.write_hours": PersonalField("Write when it is safe for the person.", _SPACE, _DELETED),
    "spaceinvitation.email": PersonalField("Send the invitation.", _SPACE, _DELETED),
    "satisfaction.comment": PersonalField(
        "Improve the service; read without the person. Encrypted.",
        "As long as the dossier.",
        "Deleted with the dossier.",
    ),
    "signincode.email": PersonalField(
        "Send the code asked for. Encrypted.", "One day.", "Deleted by a job, every night."
    ),
    "signincode.asker": PersonalField(
        "Limit the codes sent to one address, as a keyed digest.", "One day.", "Deleted by a job, every night."
    ),
    "signincode.origin": PersonalField(
        "Limit the codes asked from one place, as a keyed digest.", "One day.", "Deleted by a job, every night."
    ),
    "signincode.language": PersonalField(
        "Write in the language of the page.", "One day.", "Deleted by a job, every night."
    ),
}
