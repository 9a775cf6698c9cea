"""What is said of a request given to someone."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.newcomers.models import Case


def assigned(case: Case) -> str:
    return _("Le dossier %(reference)s vous est confié.") % {"reference": case.reference}


def case_path(case: Case) -> str:
    return reverse("newcomers:case", args=[case.pk])
