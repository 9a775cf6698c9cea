"""What is said to staff of a dossier whose person was made one with another, or two again; no person is named."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case


def case_path(case: Case) -> str:
    return reverse("newcomers:case", args=[case.pk])


def went_into(over: Case, other: Case, told: User) -> str:
    with translation.override(told.language):
        return _("Le dossier %(over)s était en double : il est fermé et continue dans le dossier %(other)s.") % {
            "over": over.reference,
            "other": other.reference,
        }


def gained(case: Case, over: Case | None, told: User) -> str:
    with translation.override(told.language):
        if over is None:
            return _("Deux fiches de la même personne sont réunies dans le dossier %(reference)s.") % {
                "reference": case.reference
            }
        return _("Le dossier %(reference)s réunit deux fiches de la même personne; le dossier %(over)s est fermé.") % {
            "reference": case.reference,
            "over": over.reference,
        }


def opened_again(case: Case, told: User) -> str:
    with translation.override(told.language):
        return _("Une fusion est annulée : le dossier %(reference)s est rouvert.") % {"reference": case.reference}


def two_again(case: Case, told: User) -> str:
    with translation.override(told.language):
        return _("Une fusion est annulée : le dossier %(reference)s redevient celui d’une seule fiche.") % {
            "reference": case.reference
        }
