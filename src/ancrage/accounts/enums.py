from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How someone learns of a notice, beside the page « Avis » where all of them are."""

    IN_APP = "in_app", _("Dans Ancrage seulement")
    AT_ONCE = "at_once", _("Courriel tout de suite")
    DIGEST = "digest", _("Courriel une fois par jour, s’il n’est pas lu")
