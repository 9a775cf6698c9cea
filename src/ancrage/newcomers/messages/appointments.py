"""What is said to staff of the appointments taken for them."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case
from ancrage.ui.formats import moment


def appointments_path(case: Case) -> str:
    return reverse("newcomers:appointments", args=[case.pk])


def to_move(worker: User, start: datetime) -> str:
    """Without a name, nor the reason: the page says them."""
    with translation.override(worker.language):
        return _("On demande de déplacer votre rendez-vous : %(when)s.") % {"when": moment(start)}


def booked_with(worker: User, start: datetime) -> str:
    """Without a name: the page says with whom."""
    with translation.override(worker.language):
        return _("Un rendez-vous est pris avec vous : %(when)s.") % {"when": moment(start)}
