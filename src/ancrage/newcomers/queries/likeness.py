"""Persons already entered who may be the one looked for. Likeness is shown to a person, who decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Q, When
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from ancrage.core.text import digits, name_key
from ancrage.newcomers.models import Person
from ancrage.newcomers.queries.names import NameScore, name_score

MOST_COMPARED: Final = 150
MOST_SHOWN: Final = 20
_PARTS_OF_A_DATE: Final = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of the person looked for; any part may be empty. ``phone`` as kept: +14185550142."""

    name: str = ""
    original_name: str = ""
    birth_on: date | None = None
    phone: str = ""
    email: str = ""

    @property
    def is_empty(self) -> bool:
        return not (name_key(self.name) or self.original_name or self.birth_on or self.phone or self.email)

    def __str__(self) -> str:
        """What another service point is told of whom one looks for."""
        parts = [self.name or self.original_name, self.birth_on.isoformat() if self.birth_on else ""]
        return ", ".join(filter(None, parts))


class Level(IntEnum):
    POSSIBLE = 1
    PROBABLE = 2


class Birth(IntEnum):
    """How two dates of birth stand to each other."""

    UNKNOWN = 0
    DIFFERENT = 1
    NEAR = 2
    SWAPPED = 3
    SAME = 4


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
    """The persons like ``wanted`` in all Ancrage, likest first. One statement; the reach is not looked at here."""
    if wanted.is_empty:
        return []
    found = [likeness for person in _candidates(wanted) if (likeness := compare(wanted, person))]
    found.sort(key=lambda like: (-like.level, -like.score, str(like.person.pk)))
    return found[:MOST_SHOWN]


def _candidates(wanted: Wanted) -> Iterable[Person]:
    """Each condition has its index; the names closest to the one wanted come first when there are too many."""
    heard = name_key(wanted.name)
    named = sure = Q(pk__in=[])
    if heard:
        named |= Q(heard_name__trigram_similar=heard) | Q(heard_name__trigram_word_similar=heard)
    if wanted.original_name:
        sure |= Q(original_name=wanted.original_name)
    if wanted.birth_on:
        sure |= Q(birth_on__in=[wanted.birth_on, *filter(None, [swapped(wanted.birth_on)])])
    if wanted.phone:
        sure |= Q(phone=wanted.phone)
    if wanted.email:
        sure |= has_email(wanted.email)
    return (
        Person.objects.filter(named | sure)
        .defer("address")
        .annotate(first=Case(When(sure, then=1), default=0), likest=TrigramSimilarity("heard_name", heard))
        .order_by("-first", "-likest", "pk")[:MOST_COMPARED]
    )


def has_email(address: str) -> Q:
    """Persons who gave this e-mail, whatever its capitals. Its index holds only those who gave one."""
    return Q(Exact(Lower("email"), address.lower())) & ~Q(email="")


def compare(wanted: Wanted, person: Person) -> Likeness | None:
    """How ``person`` is like ``wanted``; None when too little. A phone or an e-mail alone is never probable."""
    name = _best_name(wanted, person)
    birth = compare_births(wanted.birth_on, person.birth_on)
    phone = bool(wanted.phone) and digits(wanted.phone) == digits(person.phone)
    email = bool(wanted.email) and wanted.email.lower() == person.email.lower()
    level = _level(name.score, birth, contact=phone or email)
    if level is None:
        return None
    reasons = [_name_reason(name), _birth_reason(wanted, birth)]
    reasons += [_("Même téléphone (les membres d’un ménage le partagent souvent)")] if phone else []
    reasons += [_("Même courriel (les membres d’un ménage le partagent souvent)")] if email else []
    score = name.score + 20 * birth + 5 * (phone + email)
    return Likeness(person, level, score, tuple(filter(None, reasons)))


def _best_name(wanted: Wanted, person: Person) -> NameScore:
    if wanted.original_name and wanted.original_name == person.original_name:
        return NameScore(100, is_original=True)
    forms = [person.full_name]
    if person.other_names:
        forms += [f"{person.given_names} {person.other_names}", person.other_names]
    return max((name_score(wanted.name, form) for form in forms if form.strip()), default=NameScore(0))


# What a name must reach, by date of birth: (probable, possible). Beyond 100: never.
_NEEDED: Final[dict[Birth, tuple[float, float]]] = {
    Birth.SAME: (84, 60),
    Birth.SWAPPED: (84, 60),
    Birth.NEAR: (96, 80),
    Birth.UNKNOWN: (101, 80),
    Birth.DIFFERENT: (101, 96),
}
_WITH_CONTACT: Final = 92


def _level(name: float, birth: Birth, *, contact: bool) -> Level | None:
    probable, possible = _NEEDED[birth]
    if name >= probable or (contact and birth in {Birth.UNKNOWN, Birth.NEAR} and name >= _WITH_CONTACT):
        return Level.PROBABLE
    if name >= possible or contact or (birth is Birth.SAME and name == 0):
        return Level.POSSIBLE
    return None


def compare_births(one: date | None, other: date | None) -> Birth:
    if one is None or other is None:
        return Birth.UNKNOWN
    if one == other:
        return Birth.SAME
    if swapped(one) == other:
        return Birth.SWAPPED
    is_first = (one.month, one.day) == (other.month, other.day) == (1, 1)  # written when only the year is known
    alike = (one.year == other.year) + (one.month == other.month) + (one.day == other.day) - 2 * is_first
    is_year_alone = one.year == other.year and (1, 1) in {(one.month, one.day), (other.month, other.day)}
    return Birth.NEAR if alike == _PARTS_OF_A_DATE or is_year_alone else Birth.DIFFERENT


def swapped(day: date) -> date | None:
    """``day`` with its day and month in the other's place, when that is another date."""
    if day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)


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


def _birth_reason(wanted: Wanted, birth: Birth) -> str:
    words = {
        Birth.SAME: _("Même date de naissance"),
        Birth.SWAPPED: _("Même date de naissance, jour et mois inversés"),
        Birth.NEAR: _("Date de naissance proche"),
        Birth.DIFFERENT: _("Autre date de naissance"),
    }
    if birth is Birth.UNKNOWN:
        return _("Date de naissance inconnue au dossier") if wanted.birth_on else ""
    return words[birth]
