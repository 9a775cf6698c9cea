"""What readers of files give: records in HSDS's words, each with its place in the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ancrage.core.errors import Refused

PLACE: Final = "\0"
"""The key under which an object says where it was found, when the path to it does not."""
SORTED: Final = "ancrage:sorted_by"
"""The key under which a reader says what of our own lists a service is sorted by: ``{"besoins": ["logement"]}``."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, in words. ``proposal``: what would be right, when it is obvious."""

    place: str
    message: str
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A record of the file. ``place``: « contents[3] », « ligne 12 », « services.csv, ligne 12 »."""

    kind: str
    place: str
    data: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()


def within(place: str, tail: str) -> str:
    """« contents[3].phones[0] », « services.csv, ligne 12 : url »."""
    if not tail:
        return place
    apart = not place.startswith(("$", "contents")) and " : " not in place
    return f"{place} : {tail}" if apart else f"{place}{'' if tail.startswith('[') else '.'}{tail}"


class SourceUnreadable(Refused):
    """The file is not what it should be, or stops in the middle: nothing of it is kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, field="file")
