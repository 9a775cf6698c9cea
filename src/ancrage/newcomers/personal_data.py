"""What is personal in dossiers, why it is held, how long, how it is erased."""

from ancrage.core.personal import PersonalField

_KEPT = "As long as the dossier, by its retention schedule."
_PERSON = "As long as the person has a dossier or lives with someone who has one."
_EMPTIED = "Emptied with the dossier, in the row and in its history."
_ANONYMISED = "Emptied in the row and in its history when the person's last dossier is erased."
_DELETED = "The row and its history are deleted with the person's last dossier."
_COUNTED = "Kept without the person, for yearly figures, once the rest is erased."

_IDENTITY = "Know who the person is and find their dossier without opening a second one."
_REACH = "Reach the person in the way they said is safe."
_STATUS = "Know which services the person may receive, and warn before a permit expires."
_LANGUAGE = "Serve the person in French, and in another language where the law allows."
_FRENCH = "Choose the right French course and follow progress."
_HOUSEHOLD = "Know who lives with the person, for services to families."
_CONSENT = "Prove what was agreed to, by whom, under which notice, and when it was withdrawn."
_FOLLOW_UP = "Know how the person fares after their plan, and improve services."
_WORK = "Keep what was said and done with the person, for whoever accompanies them next."
_ACCESS = "Answer for who may see a restricted dossier, and for who opened it exceptionally."

PERSONAL: dict[str, PersonalField] = {
    "person.given_names": PersonalField(_IDENTITY, _PERSON, _ANONYMISED),
    "person.family_names": PersonalField(_IDENTITY, _PERSON, _ANONYMISED),
    "person.original_name": PersonalField(_IDENTITY, _PERSON, _ANONYMISED),
    "person.other_names": PersonalField(_IDENTITY, _PERSON, _ANONYMISED),
    "person.sort_name": PersonalField(_IDENTITY, _PERSON, "Made from the names by the database: empty with them."),
    "person.folded_name": PersonalField(_IDENTITY, _PERSON, "Made from the names by the database: empty with them."),
    "nameword.word": PersonalField(
        "Find a name typed with an error.", "As long as someone bears it.", "Deleted the night after its last bearer."
    ),
    "nameword.bones": PersonalField(
        "Find a name typed in another script.", "As long as someone bears it.", "Made from the word: gone with it."
    ),
    "person.pronoun": PersonalField("Address the person as they wish.", _PERSON, _ANONYMISED),
    "person.birth_on": PersonalField(_IDENTITY, _PERSON, _ANONYMISED),
    "person.phone": PersonalField(_REACH, _PERSON, _ANONYMISED),
    "person.phone_note": PersonalField(_REACH, _PERSON, _ANONYMISED),
    "person.email": PersonalField(_REACH, _PERSON, _ANONYMISED),
    "person.contact_way": PersonalField(_REACH, _PERSON, _ANONYMISED),
    "person.contact_hours": PersonalField(_REACH, _PERSON, _ANONYMISED),
    "person.may_leave_message": PersonalField(_REACH, _PERSON, _ANONYMISED),
    "person.may_write": PersonalField(_REACH, _PERSON, _ANONYMISED),
    "person.address": PersonalField("Write to the person. Encrypted.", _PERSON, _ANONYMISED),
    "person.origin_country": PersonalField("Find services and people who know it.", _PERSON, _COUNTED),
    "person.languages": PersonalField(_LANGUAGE, _PERSON, _COUNTED),
    "person.interpreter_language": PersonalField(_LANGUAGE, _PERSON, _ANONYMISED),
    "person.arrived_on": PersonalField("Count the months of welcome and the follow-ups.", _PERSON, _COUNTED),
    "person.expected_on": PersonalField("Prepare the arrival.", _PERSON, _ANONYMISED),
    "immigrationstatus.program": PersonalField(_STATUS, _PERSON, _DELETED),
    "immigrationstatus.document": PersonalField(_STATUS, _PERSON, _DELETED),
    "immigrationstatus.document_number": PersonalField(f"{_STATUS} Encrypted.", _PERSON, _DELETED),
    "immigrationstatus.valid_from": PersonalField(_STATUS, _PERSON, _DELETED),
    "immigrationstatus.valid_to": PersonalField(_STATUS, _PERSON, _DELETED),
    "frenchlevel.listening": PersonalField(_FRENCH, _PERSON, _COUNTED),
    "frenchlevel.speaking": PersonalField(_FRENCH, _PERSON, _COUNTED),
    "frenchlevel.reading": PersonalField(_FRENCH, _PERSON, _COUNTED),
    "frenchlevel.writing": PersonalField(_FRENCH, _PERSON, _COUNTED),
    "servicelanguage.language": PersonalField(_LANGUAGE, _PERSON, _DELETED),
    "servicelanguage.ground": PersonalField(_LANGUAGE, _PERSON, _DELETED),
    "householdmember.relation": PersonalField(_HOUSEHOLD, _PERSON, _DELETED),
    "householdmember.during": PersonalField(_HOUSEHOLD, _PERSON, _DELETED),
    "consent.given_by": PersonalField(_CONSENT, _KEPT, _EMPTIED),
    "consent.giver_name": PersonalField(_CONSENT, _KEPT, _EMPTIED),
    "consent.giver_title": PersonalField(_CONSENT, _KEPT, _EMPTIED),
    "needsassessment.interpreter_language": PersonalField(_LANGUAGE, _KEPT, _EMPTIED),
    "assesseddomain.note": PersonalField("Prepare the plan.", _KEPT, _EMPTIED),
    "contactnote.text": PersonalField(_WORK, _KEPT, _EMPTIED),
    "document.title": PersonalField(
        _WORK,
        "By the rule of retention of documents, counted from the closing of the dossier.",
        "Deleted with the document and its history, by a job every night; its file leaves the storage.",
    ),
    "documentrequest.sentence": PersonalField(
        "Tell the person what is asked of them, and why.",
        _KEPT,
        "Deleted with the document given, or with the dossier.",
    ),
    "documentrequest.not_held": PersonalField(
        "Know that the person does not have the document, and look for another way.", _KEPT, "Deleted with the dossier."
    ),
    "task.text": PersonalField(_WORK, _KEPT, _EMPTIED),
    "casetransition.note": PersonalField(_WORK, _KEPT, _EMPTIED),
    "caseassignment.reason": PersonalField(_WORK, _KEPT, _EMPTIED),
    "followup.presence": PersonalField(_FOLLOW_UP, _KEPT, _COUNTED),
    "followup.activity": PersonalField(_FOLLOW_UP, _KEPT, _COUNTED),
    "followup.note": PersonalField(_FOLLOW_UP, _KEPT, _EMPTIED),
    "exceptionalaccess.reason": PersonalField(_ACCESS, _KEPT, _EMPTIED),
    "personmerge.snapshot": PersonalField(
        "Undo a merge of two persons who were not one. Encrypted.", "Thirty days.", "Emptied by a job, every night."
    ),
    "importedrow.content": PersonalField(
        "Check a list before its persons are entered, and say what is wrong with it. Encrypted.",
        "Thirty days, as the file it comes from.",
        "The row is deleted by a job, every night.",
    ),
    "importedrow.before": PersonalField(
        "Undo an import. Encrypted.", "Thirty days.", "The row is deleted by a job, every night."
    ),
    "counterenquiry.language": PersonalField(
        "Count the languages spoken at the counter; of nobody until a dossier is named.", _KEPT, _COUNTED
    ),
    "inscription.attestation": PersonalField("Prove that the person came to enough sessions.", _KEPT, _EMPTIED),
    "attendance.is_present": PersonalField("Know whether the attestation is earned.", _KEPT, _COUNTED),
    "caseappointment.move_reason": PersonalField("Let the worker offer another moment that suits.", _KEPT, _EMPTIED),
    "momentoffer.subject": PersonalField("Prepare the meeting that the person will choose.", _KEPT, _EMPTIED),
    "onlinerequest.language": PersonalField(_LANGUAGE, _KEPT, "Deleted with the dossier."),
    "onlinerequest.message": PersonalField(
        "Let whoever calls the person prepare. Encrypted.",
        _KEPT,
        "Deleted with the dossier; of an unwanted request, emptied by a job once its rule of retention is over.",
    ),
    "inquiry.looked_for": PersonalField(
        "Let the other service point compare without opening its dossier.", _KEPT, _EMPTIED
    ),
    "inquiry.note": PersonalField("Say why the comparison is asked for.", _KEPT, _EMPTIED),
    "inquiry.answer": PersonalField("Answer the service point that asked.", _KEPT, _EMPTIED),
}
