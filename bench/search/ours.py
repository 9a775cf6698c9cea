"""Ancrage's own answers, asked as the page of the directory asks."""

from uuid import UUID

from ancrage.core import now
from ancrage.directory.queries.search import Wanted, search


def found(text: str, place: str) -> list[UUID]:
    """The keys of the services that answer ``text``, the best first."""
    results = search(Wanted(text=text, where=place), now())
    return results.ids(0, results.total)
