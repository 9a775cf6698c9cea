"""What is known of a NEQ: its form, whose file has it, and what the register of businesses says of it."""

from enum import StrEnum

from django.utils.translation import gettext as _

from ancrage.employers.models import NEQ, NOT_A_NEQ, Employer, RegisteredBusiness


class Standing(StrEnum):
    """What the register says. ``UNVERIFIED``: it was not loaded, or does not know this NEQ."""

    NONE = "none"
    UNVERIFIED = "unverified"
    REGISTERED = "registered"
    STRUCK = "struck"


def neq_fault(neq: str, *, held: Employer | None = None) -> str:
    """Why this NEQ cannot be the one of a file, else nothing.

    :param held: the file it would be the NEQ of.
    """
    if not neq:
        return ""
    if not NEQ.fullmatch(neq):
        return str(NOT_A_NEQ)
    if held is not None and held.neq == neq:
        return ""
    if Employer.objects.filter(neq=neq).exists():
        return _("Une fiche porte déjà ce NEQ.")
    if standing(neq) == Standing.STRUCK:
        return _("Le registre des entreprises dit que cette entreprise est radiée. Vérifiez le NEQ.")
    return ""


def standing(neq: str | None) -> Standing:
    if not neq:
        return Standing.NONE
    found = RegisteredBusiness.objects.filter(neq=neq).values_list("is_struck", flat=True).first()
    if found is None:
        return Standing.UNVERIFIED
    return Standing.STRUCK if found else Standing.REGISTERED
