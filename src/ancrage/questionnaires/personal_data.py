"""What is personal in answers; the screen of privacy reads it."""

from ancrage.core.personal import PersonalField

_WHY = "Évaluer les besoins de la personne et préparer son plan d’action."
_KEPT = "Comme le dossier auquel les réponses appartiennent."
_ERASED = "Vidé avec le dossier; les niveaux, sans le texte, restent pour les statistiques."

PERSONAL: dict[str, PersonalField] = {"answerset.answers": PersonalField(_WHY, _KEPT, _ERASED)}
