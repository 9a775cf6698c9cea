"""What appointments hold of people. The history of ``appointment`` repeats it and is erased with it."""

from ancrage.core.personal import PersonalField

_WITH_THE_DOSSIER = "As long as the dossier."
_ANONYMISED = "Emptied when the dossier is anonymised."

PERSONAL = {
    "appointment.subject": PersonalField("Prepare the meeting.", _WITH_THE_DOSSIER, _ANONYMISED),
    "appointment.interpreter_language": PersonalField("Find an interpreter in time.", _WITH_THE_DOSSIER, _ANONYMISED),
    "appointment.during": PersonalField("Know when the person is met.", _WITH_THE_DOSSIER, _ANONYMISED),
}
NOT_PERSONAL = {"cohort.language": "The language in which a series of sessions is held."}
