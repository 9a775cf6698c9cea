"""What is said of who may see a dossier."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.messaging.actions import send_email
from ancrage.newcomers.models import Case, ExceptionalAccess
from ancrage.ui.formats import moment


def case_path(case: Case) -> str:
    return reverse("newcomers:case", args=[case.pk])


def documents_path(case: Case) -> str:
    return reverse("newcomers:documents", args=[case.pk])


def named(case: Case) -> str:
    return _("Vous êtes nommée ou nommé au dossier %(reference)s.") % {"reference": case.reference}


def tie_declared(case: Case) -> str:
    return _("Le dossier %(reference)s est à confier à une autre personne.") % {"reference": case.reference}


def exceptional_access(access: ExceptionalAccess) -> str:
    return _("Accès exceptionnel au dossier %(reference)s.") % {"reference": access.case.reference}


def send_exceptional_access(access: ExceptionalAccess, *, to: User, at: datetime) -> None:
    """The e-mail to the director and the privacy officer: which dossier, when; by whom and why is in Ancrage."""
    with translation.override(to.language):
        send_email(
            to=to.email,
            subject=_("Accès exceptionnel à un dossier"),
            body=_(
                "Un accès exceptionnel au dossier %(reference)s a été ouvert : %(moment)s, pour une heure.\n\n"
                "La personne qui l’a demandé et sa raison sont dans Ancrage :\n%(address)s\n"
            )
            % {
                "reference": access.case.reference,
                "moment": moment(access.granted_at),
                "address": settings.BASE_URL.rstrip("/") + register_path(access.case),
            },
            language=to.language,
            at=at,
            about=access,
        )


def register_path(case: Case) -> str:
    return reverse("newcomers:consultations", args=[case.pk])
