"""What is said of likenesses: between service points, and to the privacy officer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case, Inquiry, InquiryKind


def asked(inquiry: Inquiry) -> str:
    reference = {"reference": inquiry.case.reference}
    if inquiry.kind == InquiryKind.TRANSFER:
        return _("Un autre point de services demande le transfert du dossier %(reference)s.") % reference
    return _("Un autre point de services demande une vérification du dossier %(reference)s.") % reference


def answered(inquiry: Inquiry) -> str:
    return _("%(point)s a répondu à votre vérification.") % {"point": inquiry.case.service_point.name}


def withheld(case: Case, by: User) -> str:
    return _(
        "Une recherche de %(name)s rejoint le dossier à accès restreint %(reference)s. Rien ne lui en a été montré."
    ) % {"name": by.full_name, "reference": case.reference}


def inquiries_path() -> str:
    return reverse("newcomers:inquiries")
