"""Some tags of a service as bits of one number: what is counted beside filters, and what ranks, of thousands at once."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from ancrage.directory.models import FeeKind, Public, ServiceMode
from ancrage.directory.queries import tags

# Those in which services are offered; any other is found by words.
LANGUAGES: Final = ("fr", "en", "es", "ar", "pt", "uk", "ru", "zh")
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

# Never in another order: what is written says them by their place.
MARKED: Final = (
    *(tags.EVENING, tags.WEEKEND, tags.ACCESSIBLE, tags.OPEN, tags.REFERRED, tags.ACTIVE, tags.PUBLIC),
    *(tags.mode(code) for code in (ServiceMode.IN_PERSON, ServiceMode.PHONE, ServiceMode.VIDEO)),
    *(tags.fee(code) for code in (FeeKind.FREE, FeeKind.LOW, FeeKind.INCOME, FeeKind.PAID)),
    *(tags.weekday(code) for code in DAYS),
    *(tags.language(code) for code in LANGUAGES),
    *(tags.public(code) for code in Public.values),
)
BITS: Final = {tag: 1 << place for place, tag in enumerate(MARKED)}


def marks_of(found: Collection[str]) -> int:
    return sum(BITS.get(tag, 0) for tag in set(found))


def counts(marks: Iterable[int]) -> dict[str, int]:
    """By tag, how many have it."""
    every = Counter(marks)
    return {tag: sum(times for one, times in every.items() if one & bit) for tag, bit in BITS.items()}
