"""What a referral would communicate: what the person agreed to share, and nothing more."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ancrage.core.cldr import language_name, language_names
from ancrage.core.dates import age_on, local_day
from ancrage.newcomers.models import Case, Consent, ContactWay, HouseholdMember, Person, Shared
from ancrage.newcomers.queries.languages import document_language
from ancrage.plans.models import Need
from ancrage.ui.formats import day as in_words
from ancrage.ui.formats import phone

NAME: Final = "name"
# What is said of a need of this domain is said of health.
_HEALTH_DOMAIN: Final = "sante"
_ADULT: Final = 18


@dataclass(frozen=True)
class Line:
    """``key`` names the line in the form where the agent may leave it out."""

    key: str
    label: str
    value: str
    detail: str = ""

    def stored(self) -> dict[str, str]:
        return {"label": self.label, "value": self.value, "detail": self.detail}


@dataclass(frozen=True)
class Package:
    """In French, whatever the reader's language: it is kept as it is and sent to an organisation of Québec."""

    name: str
    lines: tuple[Line, ...]
    municipality: str
    languages: tuple[str, ...]
    told_email: str
    told_language: str

    def choices(self) -> tuple[Line, ...]:
        """Every line that may be left out, the name first."""
        with override("fr"):
            name = (Line(NAME, _("Nom"), self.name),) if self.name else ()
        return name + self.lines

    def kept(self, keys: Collection[str]) -> tuple[str, list[dict[str, str]]]:
        """The name and the lines to send, less those left out."""
        return self.name if NAME in keys else "", [line.stored() for line in self.lines if line.key in keys]

    @property
    def language_names(self) -> str:
        return language_names(self.languages)

    def summary(self, keys: Collection[str]) -> dict[str, Any]:
        """What the link alone shows. The languages go with their line."""
        return {"languages": list(self.languages) if "languages" in keys else [], "municipality": self.municipality}


def package_for(case: Case, need: Need, consent: Consent, at: datetime) -> Package:
    person, day, shared = case.person, local_day(at), set(consent.shared)
    with override("fr"):
        lines = [line for part, build in _PARTS if part in shared for line in build(person, day)]
        # A need that speaks of health is told with health only.
        if Shared.NEEDS in shared and (need.domain.code != _HEALTH_DOMAIN or Shared.HEALTH in shared):
            lines.extend(_need(need))
    return Package(
        name=person.full_name if Shared.CONTACT in shared else "",
        lines=tuple(lines),
        municipality=person.municipality.name if person.municipality else "",
        languages=tuple(person.languages) if Shared.LANGUAGES in shared else (),
        told_email=_told_email(case, need),
        told_language=(document_language(person, day) or "fr")[:2],
    )


def _told_email(case: Case, need: Need) -> str:
    """Where the person accepts to be written to. Never about what is restricted."""
    is_quiet = case.is_restricted or need.is_restricted or need.domain.is_sensitive
    return "" if is_quiet or not _prefers_email(case.person) else case.person.email


def _prefers_email(person: Person) -> bool:
    return person.contact_way == ContactWay.EMAIL and person.may_be_emailed


def _contact(person: Person, _day: date) -> Iterator[Line]:
    if person.contact_way == ContactWay.IN_PERSON:
        yield Line("contact", _("Joindre"), _("En personne seulement"), _("Par la personne qui l’accompagne."))
        return
    notes = [person.phone_note, person.contact_hours]
    if person.contact_way == ContactWay.TEXT:
        notes.append(_("de préférence par texto"))
    if not person.may_leave_message:
        notes.append(_("ne pas laisser de message"))
    if person.phone and person.contact_way != ContactWay.EMAIL:
        yield Line("phone", _("Téléphone"), phone(person.phone), ", ".join(filter(None, notes)))
    if person.email and person.may_write:
        yield Line("email", _("Courriel"), person.email)


def _languages(person: Person, day: date) -> Iterator[Line]:
    french = person.french_levels.filter(assessed_on__lte=day).order_by("-assessed_on", "-pk").first()
    level = _("Français oral : niveau %(level)d") % {"level": french.speaking} if french and french.speaking else ""
    if person.languages or level:
        yield Line("languages", _("Langues"), language_names(person.languages) or _("inconnu"), level)
    if person.interpreter_language:
        yield Line("interpreter", _("Interprète"), language_name(person.interpreter_language).capitalize())


def _status(person: Person, day: date) -> Iterator[Line]:
    status = person.statuses.current(day).select_related("category").order_by("-valid_from", "-pk").first()
    if status is not None:
        until = _("jusqu’au %(day)s") % {"day": in_words(status.valid_to)} if status.valid_to else ""
        yield Line("status", _("Statut d’immigration"), status.category.label, until)


def _household(person: Person, day: date) -> Iterator[Line]:
    """How many and how old: the others gave no consent to be named. Who has a restricted dossier is not counted."""
    homes = HouseholdMember.objects.on(day).filter(person=person).values("household")
    hidden = Q(person__in=Case.objects.filter(is_restricted=True).values("person")) & ~Q(person=person)
    members = HouseholdMember.objects.on(day).filter(~hidden, household__in=homes)
    members = members.select_related("person").order_by("pk")
    births = [member.person.birth_on for member in members]
    if births:
        ages = sorted(age for born in births if born and (age := age_on(born, day)) < _ADULT)
        size = ngettext("%(n)d personne", "%(n)d personnes", len(births)) % {"n": len(births)}
        years = ", ".join(ngettext("%(n)d an", "%(n)d ans", age) % {"n": age} for age in ages)
        yield Line("household", _("Ménage"), size, _("Enfants : %(ages)s") % {"ages": years} if years else "")


def _need(need: Need) -> Iterator[Line]:
    goals = "; ".join(goal.text for goal in need.goals.filter(reached_on=None).order_by("position", "pk")[:3])
    yield Line("need", _("Besoin"), need.title, _("Objectif : %(goals)s") % {"goals": goals} if goals else "")


_PARTS: Final[tuple[tuple[Shared, Callable[[Person, date], Iterator[Line]]], ...]] = (
    (Shared.CONTACT, _contact),
    (Shared.LANGUAGES, _languages),
    (Shared.STATUS, _status),
    (Shared.HOUSEHOLD, _household),
)
