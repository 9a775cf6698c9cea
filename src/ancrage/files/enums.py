from django.db import models
from django.utils.translation import gettext_lazy as _


class Scan(models.TextChoices):
    """What is known of a file's harmlessness."""

    UNSCANNED = "unscanned", _("Non vérifié")
    PENDING = "pending", _("Vérification en attente")
    QUARANTINED = "quarantined", _("En quarantaine")
    CLEAN = "clean", _("Vérifié")
    INFECTED = "infected", _("Virus trouvé")
