"""What is said of consents."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.newcomers.models import Case


def over(case: Case) -> str:
    return _("Dossier %(reference)s : un consentement est échu, le partage est arrêté. Il est à redemander.") % {
        "reference": case.reference
    }


def consents_path(case: Case) -> str:
    return reverse("newcomers:consents", args=[case.pk])
