"""Tabs that higher contexts add to a page of a lower one.

A context registers its tabs in ``apps.py::ready()``; the page that owns the subject shows them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

_tabs: dict[str, list["Tab"]] = {}


@dataclass(frozen=True, slots=True)
class Tab:
    """``url`` and ``allowed`` receive the subject; ``allowed`` also receives the access of the reader."""

    slug: str
    name: str | Promise
    url: Callable[[Any], str]
    allowed: Callable[[Any, Any], bool]
    order: int = 50


def register(subject: str, tab: Tab) -> None:
    """Add ``tab`` to the pages of ``subject`` (« directory.organization »). Twice the same slug replaces it."""
    others = [known for known in _tabs.get(subject, []) if known.slug != tab.slug]
    _tabs[subject] = sorted([*others, tab], key=lambda one: (one.order, one.slug))


def tabs_of(subject: str, access: object, obj: object) -> list[Tab]:
    """The tabs this reader may open on ``obj``, in order."""
    return [tab for tab in _tabs.get(subject, []) if tab.allowed(access, obj)]
