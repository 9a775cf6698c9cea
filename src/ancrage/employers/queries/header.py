"""What every page of an employer shows first."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ancrage.accounts.access import Access
from ancrage.core.dates import local_day
from ancrage.employers.models import Contact, Employer, Establishment, Intervention, Vacancy
from ancrage.employers.permissions import Permission
from ancrage.employers.queries.counting import first_counted
from ancrage.employers.queries.neq import Standing, standing
from ancrage.ui.formats import day, phone

_STANDING: Final = {
    Standing.NONE: (gettext_lazy("Sans NEQ"), "warn"),
    Standing.UNVERIFIED: (gettext_lazy("NEQ non vérifié"), "wait"),
    Standing.REGISTERED: (gettext_lazy("Immatriculée"), "ok"),
    Standing.STRUCK: (gettext_lazy("Radiée du registre"), "bad"),
}


@dataclass(frozen=True)
class Fact:
    name: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Part:
    slug: str
    name: str
    url: str
    count: int = 0


@dataclass(frozen=True)
class Header:
    """``standing``: what the register of businesses says, in words, and the state of its badge."""

    name: str
    other_name: str
    facts: list[Fact]
    tabs: list[Part]
    standing: tuple[str | Promise, str]
    can_write: bool
    can_assign: bool


def employer_header(employer: Employer, access: Access) -> Header:
    """Of an employer loaded with its organisation, its municipality and its adviser."""
    places = list(
        employer.establishments.filter(closed_on=None).select_related("municipality__mrc").order_by("-is_main", "pk")
    )
    contact = employer.contacts.filter(left_on=None).order_by("-is_main", "pk").first()
    body = employer.organization
    return Header(
        name=body.name,
        other_name=body.short_name,
        facts=[
            _place(places),
            _size(employer),
            _contact(contact),
            _origin(employer),
            _francization(employer),
            _adviser(employer),
        ],
        tabs=_tabs(employer),
        standing=_STANDING[standing(employer.neq)],
        can_write=employer.is_within(access, Permission.WRITE_EMPLOYER),
        can_assign=employer.is_within(access, Permission.ASSIGN_EMPLOYER),
    )


def _tabs(employer: Employer) -> list[Part]:
    def part(slug: str, name: str, count: int = 0) -> Part:
        return Part(slug, name, reverse(f"employers:{slug}", args=[employer.pk]), count)

    noted = Intervention.objects.held().filter(employer=employer).count()
    return [
        part("employer", _("Aperçu")),
        part("interventions", _("Interventions"), noted),
        part("vacancies", _("Postes"), Vacancy.objects.filter(employer=employer).count()),
        part("people", _("Établissements et personnes")),
    ]


def _place(places: list[Establishment]) -> Fact:
    if not places:
        return Fact(_("Établissement"), _("inconnu"))
    town = places[0].municipality
    others = len(places) - 1
    note = _("Un seul établissement") if not others else _("et %(n)s de plus") % {"n": others}
    return Fact(_("Établissement"), f"{town.name}, {town.mrc.name}", note)


def _size(employer: Employer) -> Fact:
    people = employer.employees
    value = _("%(n)s personnes") % {"n": people} if people else employer.get_size_display() or _("inconnue")
    return Fact(_("Taille"), value, employer.season)


def _contact(contact: Contact | None) -> Fact:
    if contact is None:
        return Fact(_("Personne à joindre"), _("inconnue"))
    said = ", ".join(filter(None, (contact.name, contact.title)))
    return Fact(_("Personne à joindre"), said, phone(contact.phone) if contact.phone else contact.email)


def _origin(employer: Employer) -> Fact:
    return Fact(_("Origine du contact"), employer.get_origin_display(), day(local_day(employer.opened_at)))


def _francization(employer: Employer) -> Fact:
    return Fact(_("Francisation"), employer.get_francization_display() or _("inconnue"))


def _adviser(employer: Employer) -> Fact:
    return Fact(_("Suivi par"), employer.adviser.full_name if employer.adviser else _("Personne encore"))


@dataclass(frozen=True)
class Outcome:
    """Whether an employer counts among those accompanied, and why."""

    counts: bool
    words: str


def outcome_of(employer: Employer) -> Outcome:
    first = first_counted(employer)
    if first is None:
        return Outcome(
            counts=False,
            words=_("Aucune intervention personnalisée encore. Un envoi ou une séance de groupe ne compte pas."),
        )
    by = _("par son NEQ") if employer.neq else _("par sa fiche, faute de NEQ")
    words = _("Première intervention personnalisée : %(day)s. L’entreprise est comptée une seule fois, %(by)s.")
    return Outcome(counts=True, words=words % {"day": day(local_day(first)), "by": by})
