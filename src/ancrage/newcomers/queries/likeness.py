"""Persons already entered who may be the one looked for. Likeness is shown to a person, who decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final, Self

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Q, When
from django.db.models.functions import Lower
from django.db.models.lookups import Exact, StartsWith
from django.utils.translation import gettext as _

from ancrage.core.text import name_key
from ancrage.newcomers.models import Person
from ancrage.newcomers.queries.addresses import Place
from ancrage.newcomers.queries.births import Birth, swapped
from ancrage.newcomers.queries.named import bearing, readings
from ancrage.newcomers.queries.names import NameScore
from ancrage.newcomers.queries.scoring import Traits, Weighed, weigh

MOST_COMPARED: Final = 150
MOST_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of the person looked for; any part may be empty. ``phone`` as kept: +14185550142.

    ``given_names``, when they are known apart from ``name``, which holds them too.
    """

    name: str = ""
    original_name: str = ""
    birth_on: date | None = None
    phone: str = ""
    email: str = ""
    given_names: str = ""
    address: str = ""

    @classmethod
    def of(cls, person: Person) -> Self:
        """Whoever else may be ``person``."""
        return cls(
            person.full_name,
            person.original_name,
            person.birth_on,
            person.phone,
            person.email,
            person.given_names,
            person.address,
        )

    @property
    def is_empty(self) -> bool:
        return not (name_key(self.name) or self.original_name or self.birth_on or self.phone or self.email)

    def __str__(self) -> str:
        """What another service point is told of whom one looks for."""
        parts = [self.name or self.original_name, self.birth_on.isoformat() if self.birth_on else ""]
        return ", ".join(filter(None, parts))

    def traits(self) -> Traits:
        return Traits.of(
            self.name,
            given=self.given_names,
            original_name=self.original_name,
            born=self.birth_on,
            phone=self.phone,
            email=self.email,
            address=self.address,
        )


class Level(IntEnum):
    POSSIBLE = 1
    PROBABLE = 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """One person who is like the one looked for, how much, and why in words."""

    person: Person
    level: Level
    score: float
    reasons: tuple[str, ...]

    @property
    def is_probable(self) -> bool:
        return self.level is Level.PROBABLE


def likenesses(wanted: Wanted) -> list[Likeness]:
    """The persons like ``wanted`` in all Ancrage, likest first. Three statements; the reach is not looked at here."""
    if wanted.is_empty:
        return []
    traits = wanted.traits()
    found = [like for person in _candidates(wanted) if (like := _likeness(traits, person, has_address=wanted.address))]
    found.sort(key=lambda like: (-like.level, -like.score, str(like.person.pk)))
    return found[:MOST_SHOWN]


def _candidates(wanted: Wanted) -> list[Person]:
    """By the words of their names; when nobody has such words, by names that look alike as a whole, which is slower."""
    sure, heard = _sure(wanted), name_key(wanted.name)
    found = _nearest(wanted, bearing(readings(wanted.name, heard=True, may_lack_one=True)), sure)
    if not heard or any(person.is_named for person in found):  # type: ignore[attr-defined] # annotated below
        return found
    alike = Q(heard_name__trigram_similar=heard) | Q(heard_name__trigram_word_similar=heard)
    return _nearest(wanted, alike, sure)


def _sure(wanted: Wanted) -> Q:
    """Whoever shares what few do. Each condition has its index."""
    sure = Q(pk__in=[])
    if wanted.original_name:
        sure |= Q(original_name=wanted.original_name)
    if wanted.birth_on:
        sure |= Q(birth_on__in=[wanted.birth_on, *filter(None, [swapped(wanted.birth_on)])])
    if wanted.phone:
        sure |= Q(phone=wanted.phone)
    if wanted.email:
        sure |= has_email(wanted.email)
    return sure


def _nearest(wanted: Wanted, named: Q, sure: Q) -> list[Person]:
    """The names closest to the one wanted come first when there are too many."""
    found = (
        Person.objects.filter(sure | named)
        .annotate(
            is_sure=Case(When(sure, then=True), default=False),
            is_named=Case(When(named, then=True), default=False),
            likest=TrigramSimilarity("heard_name", name_key(wanted.name)),
        )
        .order_by("-is_sure", "-likest", "pk")[:MOST_COMPARED]
    )
    # An address is sealed one by one: it is opened where it is compared.
    return list(found if wanted.address else found.defer("address"))


def has_email(address: str) -> Q:
    """Persons who gave this e-mail, whatever its capitals. Its index holds only those who gave one."""
    return Q(Exact(Lower("email"), address.lower())) & ~Q(email="")


def email_begins(typed: str) -> Q:
    """The same of the beginning of an e-mail."""
    return Q(StartsWith(Lower("email"), typed.lower())) & ~Q(email="")


def compare(wanted: Wanted, person: Person) -> Likeness | None:
    """How ``person`` is like ``wanted``; None when too little. A phone or an e-mail alone is never probable."""
    return _likeness(wanted.traits(), person, has_address=wanted.address)


def _likeness(wanted: Traits, person: Person, *, has_address: object) -> Likeness | None:
    weighed = weigh(wanted, traits_of_person(person, has_address=has_address))
    level = _level(weighed)
    return Likeness(person, level, weighed.score, tuple(_reasons(weighed, wanted))) if level else None


def traits_of_person(person: Person, *, has_address: object) -> Traits:
    """Someone entered, as they are compared; their address opened only where it is asked for."""
    names = [person.full_name]
    if person.other_names:
        names += [f"{person.given_names} {person.other_names}", person.other_names]
    return Traits.of(
        *names,
        given=person.given_names,
        original_name=person.original_name,
        born=person.birth_on,
        phone=person.phone,
        email=person.email,
        address=person.address if has_address else "",
    )


# What a name must reach, by date of birth, to be worth a look. Beyond 100: never.
_POSSIBLE: Final[dict[Birth, float]] = {
    Birth.SAME: 60,
    Birth.SWAPPED: 60,
    Birth.NEAR: 80,
    Birth.UNKNOWN: 80,
    Birth.DIFFERENT: 96,
}


def _level(weighed: Weighed) -> Level | None:
    if weighed.is_probable:
        return Level.PROBABLE
    name, birth = weighed.name.score, weighed.birth
    is_possible = name >= _POSSIBLE[birth] or weighed.phone or weighed.email or (birth is Birth.SAME and name == 0)
    return Level.POSSIBLE if is_possible else None


def _reasons(weighed: Weighed, wanted: Traits) -> Iterable[str]:
    said = [_name_reason(weighed.name), _birth_reason(weighed.birth, is_asked=wanted.born is not None)]
    if weighed.phone:
        said.append(_("Même téléphone (les membres d’un ménage le partagent souvent)"))
    if weighed.email:
        said.append(_("Même courriel (les membres d’un ménage le partagent souvent)"))
    if weighed.street is Place.SAME:
        said.append(_("Même adresse (les membres d’un ménage la partagent)"))
    elif weighed.street is Place.NEAR:
        said.append(_("Adresse semblable"))
    return filter(None, said)


def _name_reason(name: NameScore) -> str:
    if name.is_original:
        return _("Même nom dans l’écriture d’origine")
    if name.is_same:
        return _("Même nom, dans un autre ordre") if name.is_reordered else _("Même nom")
    if name.is_heard:
        return _("Même nom, transcrit autrement")
    if name.score >= 80:
        return _("Nom semblable")
    return _("Nom semblable en partie") if name.score >= 60 else ""


def _birth_reason(birth: Birth, *, is_asked: bool) -> str:
    words = {
        Birth.SAME: _("Même date de naissance"),
        Birth.SWAPPED: _("Même date de naissance, jour et mois inversés"),
        Birth.NEAR: _("Date de naissance proche"),
        Birth.DIFFERENT: _("Autre date de naissance"),
    }
    if birth is Birth.UNKNOWN:
        return _("Date de naissance inconnue au dossier") if is_asked else ""
    return words[birth]
