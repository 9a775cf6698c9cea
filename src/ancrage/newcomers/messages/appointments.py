"""What is said to staff of the appointments taken for them."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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


def no_longer(worker: User, start: datetime) -> str:
    """Cancelled, or met by someone else; without a name."""
    with translation.override(worker.language):
        return _("Un rendez-vous n’est plus à votre agenda : %(when)s.") % {"when": moment(start)}


def not_free(worker: User, start: datetime) -> str:
    return _("%(name)s n’est pas libre le %(when)s. Annulez les rendez-vous, ou choisissez une autre personne.") % {
        "name": worker.full_name,
        "when": moment(start),
    }


def stranded_path() -> str:
    return reverse("newcomers:stranded")


def to_hand_over(left: User, count: int, told: User) -> str:
    """What someone who leaves had planned, to those who may decide of it."""
    with translation.override(told.language):
        text = ngettext(
            "%(count)d rendez-vous prévu avec %(name)s est à confier à quelqu’un d’autre.",
            "%(count)d rendez-vous prévus avec %(name)s sont à confier à quelqu’un d’autre.",
            count,
        )
        return text % {"count": count, "name": left.full_name}
