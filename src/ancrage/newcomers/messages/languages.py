"""What is said of the language of service."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.newcomers.models import Case, ServiceLanguage
from ancrage.ui.formats import day


def ground_expires(language: ServiceLanguage, name: str, case: Case) -> str:
    """``name`` is that of the language."""
    return _(
        "Dossier %(reference)s : le motif pour servir aussi en %(language)s prend fin le %(day)s. "
        "Ensuite, les documents seront en français seulement."
    ) % {
        "reference": case.reference,
        "language": name,
        "day": day(language.expires_on) if language.expires_on else "",
    }


def languages_path(case: Case) -> str:
    return reverse("newcomers:languages", args=[case.pk])
