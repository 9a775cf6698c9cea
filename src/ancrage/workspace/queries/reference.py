from dataclasses import dataclass

from ancrage.workspace.reference import LISTS, ReferenceList


@dataclass(frozen=True)
class CountedList:
    list: ReferenceList
    offered: int


def counted_lists() -> list[CountedList]:
    """Each list with how many of its entries are offered."""
    return [CountedList(found, found.model._default_manager.filter(is_active=True).count()) for found in LISTS.values()]
