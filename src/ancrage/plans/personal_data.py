"""What is personal in a plan, why it is held, how long, how it is erased."""

from ancrage.core.personal import PersonalField

_WHY = "Say what the person needs and wants, and who does what by when: the plan made with them."
_KEPT = "As long as the dossier, by its retention schedule."
_EMPTIED = "Emptied with the dossier, in the row and in its history."

PERSONAL: dict[str, PersonalField] = {
    "need.title": PersonalField(_WHY, _KEPT, _EMPTIED),
    "need.translations": PersonalField("Hand the plan over in the person's language.", _KEPT, _EMPTIED),
    "goal.text": PersonalField(_WHY, _KEPT, _EMPTIED),
    "goal.translations": PersonalField("Hand the plan over in the person's language.", _KEPT, _EMPTIED),
    "planaction.text": PersonalField(_WHY, _KEPT, _EMPTIED),
    "planaction.translations": PersonalField("Hand the plan over in the person's language.", _KEPT, _EMPTIED),
    "planversion.content": PersonalField("Keep what was proposed to the person and accepted.", _KEPT, _EMPTIED),
    "planversion.language": PersonalField("Hand the plan over in the person's language.", _KEPT, _EMPTIED),
    "planchange.subject": PersonalField("Show what changed to whoever edits at the same time; undo.", _KEPT, _EMPTIED),
    "planchange.before": PersonalField("Show what changed to whoever edits at the same time; undo.", _KEPT, _EMPTIED),
    "planchange.after": PersonalField("Show what changed to whoever edits at the same time; undo.", _KEPT, _EMPTIED),
}
