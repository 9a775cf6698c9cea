"""What is said to staff of group sessions."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case


def groups_path(case: Case) -> str:
    return reverse("newcomers:appointments", args=[case.pk])


def seated(told: User) -> str:
    """Without a name: the page says who."""
    with translation.override(told.language):
        return _("Une place s’est libérée dans une série de séances : elle est donnée à un de vos dossiers.")
