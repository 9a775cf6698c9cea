"""The one way in which Ancrage says how probably two entries are one person: points, one weight by agreement.

After Fellegi and Sunter: each trait that agrees adds about the logarithm (base 2) of how much likelier that
agreement is for one person than for two taken at random; one that disagrees takes some away. The weights are fixed
and written here, for whoever must explain a pair; bench/DUPLICATES.md says what they are worth.

What a household shares (phone, e-mail, address, postal code) is capped, and never identifies alone: it adds nothing
where the names differ, unless the birth is the same and the address was written anew; and a phone or an e-mail adds
nothing where the births differ.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Self

from ancrage.core.text import digits
from ancrage.newcomers.queries.addresses import NOWHERE, Address, Place, compare_postal_codes, compare_streets
from ancrage.newcomers.queries.births import Birth, Day, compare_days, day_of, says_only_the_year
from ancrage.newcomers.queries.names import NO_NAME, Name, NameScore, compare_names, may_reach

PROBABLE: Final = 16
"""Two entries are shown as probably one person from this many points."""

# A name by its likeness from 0 to 100, the highest step reached. Below the last: another name.
_NAME: Final = ((96, 12), (92, 11), (84, 9), (60, 3))
_OTHER_NAME: Final = -6
_SAME_GIVEN: Final = 84
# One word the same, one altogether other: two of one family, unless the given name is the one they share.
_NAME_APART: Final = -2
_FAMILY_NAME_CHANGED: Final = 0
_BIRTH: Final = {Birth.SAME: 12, Birth.SWAPPED: 12, Birth.NEAR: 4, Birth.UNKNOWN: 0, Birth.DIFFERENT: -5}
NAME_ALONE: Final = min(least for least, points in _NAME if points + _BIRTH[Birth.SAME] >= PROBABLE)
"""What a name must reach for two entries that share a birth, and nothing else, to be probable."""

NAME_CLOSE: Final = min(least for least, points in _NAME if points + _BIRTH[Birth.NEAR] >= PROBABLE)
"""The same for two births close by."""

# Born a generation apart: a parent and a child may bear one name, at one address.
_GENERATION: Final = -8
_GENERATION_YEARS: Final = range(15, 51)
_PHONE: Final = 5
_EMAIL: Final = 5
_STREET: Final = {Place.SAME: 7, Place.NEAR: 6, Place.PARTLY: 2}
_POSTAL: Final = {Place.SAME: 4, Place.NEAR: 3}
_MOST_SHARED: Final = 11
# What a name must reach for a household to add to it, where no birth agrees: brother and sister are Amine and Amina,
# heard the same, written otherwise.
_SHARES_FROM: Final = {Birth.UNKNOWN: 88, Birth.DIFFERENT: 96}


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of someone, made ready once. ``names``: each way in which they are called, in full.

    ``given``: the given names alone, where they are known apart.
    """

    names: tuple[Name, ...] = ()
    given: Name = NO_NAME
    original_name: str = ""
    born: Day | None = None
    phone: str = ""
    email: str = ""
    address: Address = NOWHERE

    @classmethod
    def of(
        cls,
        *names: str,
        given: str = "",
        original_name: str = "",
        born: date | Day | None = None,
        phone: str = "",
        email: str = "",
        address: str = "",
        postal_code: str = "",
    ) -> Self:
        called = [Name.of(name) for name in names if name.strip()]
        if original_name and not (script := Name.in_script(original_name)).is_empty:
            called.append(script)
        return cls(
            tuple(called),
            _given(given),
            original_name,
            day_of(born) if isinstance(born, date) else born,
            digits(phone)[-10:],
            email.strip().lower(),
            Address.of(address, postal_code),
        )


NOBODY: Final = Traits()


@dataclass(slots=True)
class Weighed:
    """How two entries stand to each other, trait by trait, and the points it makes."""

    points: int
    name: NameScore
    birth: Birth
    phone: bool
    email: bool
    street: Place
    postal_code: Place

    @property
    def is_probable(self) -> bool:
        return self.points >= PROBABLE

    @property
    def score(self) -> float:
        """The points; between as many points, the likest name first."""
        return self.points + self.name.score / 1000


@lru_cache(maxsize=4096)
def _given(name: str) -> Name:
    """Many bear the same."""
    return Name.of(name)


def weigh(one: Traits, other: Traits) -> Weighed:
    name, birth = _best_name(one, other), compare_days(one.born, other.born)
    phone = bool(one.phone) and one.phone == other.phone
    email = bool(one.email) and one.email == other.email
    street, postal_code = compare_streets(one.address, other.address), compare_postal_codes(one.address, other.address)
    likeness = Weighed(0, name, birth, phone, email, street, postal_code)
    likeness.points = _points(likeness, one, other)
    return likeness


def probably_one(one: Traits, other: Traits) -> Weighed | None:
    """What ``weigh`` gives, when they are probably one. Names, long to compare, are so only where they could suffice."""
    birth = compare_days(one.born, other.born)
    shared = _STREET[Place.SAME] * bool(one.address.street and other.address.street)
    shared += _POSTAL[Place.SAME] * bool(one.address.postal_code and other.address.postal_code)
    if birth is not Birth.DIFFERENT:
        shared += _PHONE * (bool(one.phone) and one.phone == other.phone)
        shared += _EMAIL * (bool(one.email) and one.email == other.email)
    at_most = _NAME[0][1] + _birth_points(birth, one.born, other.born) + min(shared, _MOST_SHARED)
    if at_most < PROBABLE or (birth is Birth.DIFFERENT and not _lived_together(one, other)):
        return None
    if not shared and not _may_name_suffice(one, other, PROBABLE - _birth_points(birth, one.born, other.born)):
        return None
    weighed = weigh(one, other)
    return weighed if weighed.is_probable else None


def _may_name_suffice(one: Traits, other: Traits, points: int) -> bool:
    """Whether names may make as many ``points`` by themselves."""
    if one.original_name and one.original_name == other.original_name:
        return True
    least = min(least for least, its in _NAME if its >= points)
    return any(may_reach(name, its, least) for name in one.names for its in other.names)


def _lived_together(one: Traits, other: Traits) -> bool:
    """Whether an address may make up for another birth, were the name the same."""
    least = PROBABLE - _NAME[0][1] - _BIRTH[Birth.DIFFERENT]
    lived = _STREET.get(compare_streets(one.address, other.address), 0)
    return lived + _POSTAL.get(compare_postal_codes(one.address, other.address), 0) >= least


def _points(likeness: Weighed, one: Traits, other: Traits) -> int:
    """The weights of what is one's own, then those of what a household shares, as far as it may add to them."""
    name, birth = likeness.name, likeness.birth
    if not name.score:
        return min(_BIRTH[birth], 0)
    birth_points = _birth_points(birth, one.born, other.born)
    lived = _STREET.get(likeness.street, 0) + _POSTAL.get(likeness.postal_code, 0)
    shared = min(lived + _PHONE * likeness.phone + _EMAIL * likeness.email, _MOST_SHARED)
    own = _name_points(name) + birth_points
    if not name.is_other:
        shared = lived if birth is Birth.DIFFERENT else shared
        is_near = name.score >= _SHARES_FROM.get(birth, 0) and not (birth is Birth.DIFFERENT and name.is_heard)
        shared = shared if is_near else 0
    elif name.near and compare_names(one.given, other.given).score >= _SAME_GIVEN:
        own = _FAMILY_NAME_CHANGED + birth_points
    else:
        shared = lived if _is_entered_anew(one, other, likeness) else 0
    return own + shared if own > 0 else own


def _best_name(one: Traits, other: Traits) -> NameScore:
    if one.original_name and one.original_name == other.original_name:
        return NameScore(100, is_original=True)
    scores = [compare_names(name, its) for name in one.names for its in other.names]
    return max(scores, default=NameScore(0))


def _name_points(name: NameScore) -> int:
    if name.is_other:
        return _NAME_APART if name.near else _OTHER_NAME
    return next((points for least, points in _NAME if name.score >= least), _NAME[-1][1])


def _birth_points(birth: Birth, one: Day | None, other: Day | None) -> int:
    if birth is Birth.DIFFERENT and one and other and abs(one[0] - other[0]) in _GENERATION_YEARS:
        return _GENERATION
    return _BIRTH[birth]


def _is_entered_anew(one: Traits, other: Traits, likeness: Weighed) -> bool:
    """Whether one person was entered twice under two names, rather than two of one household entered together.

    Twins are copied letter for letter, their address and family name the same to the last sign; and whoever has
    only a year of birth, written as the first of January, has that day in common with many.
    """
    if likeness.birth is not Birth.SAME or one.born is None or says_only_the_year(one.born):
        return False
    words, others = ({word for name in traits.names for word in name.words} for traits in (one, other))
    return one.address != other.address or bool(likeness.name.near and not words & others)
