"""The shape of the menu. What is in it is decided by the callable at ``settings.ANCRAGE_MENU``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

MOST_SAID: Final = 99


@dataclass(slots=True)
class Item:
    """A link of the menu. ``icon`` is a name of the icon list; ``count`` is what waits there.

    ``current`` is found by the address when left to None.
    """

    name: str
    url: str
    icon: str = ""
    count: int | None = None
    current: bool | None = None

    @property
    def anchor(self) -> str:
        """Where the page of help speaks of it."""
        return self.url.strip("/").replace("/", "-")

    @property
    def waiting(self) -> str:
        """« 5 », « 99+ »; empty when nothing waits."""
        return f"{MOST_SAID}+" if self.count and self.count > MOST_SAID else str(self.count or "")


@dataclass(slots=True)
class Section:
    name: str
    items: list[Item]


@dataclass(slots=True)
class Menu:
    """Everything around a page that leads elsewhere. Empty for a visitor."""

    sections: list[Section] = field(default_factory=list)
    home: str = "/"
    search: str = ""
    notifications: Callable[[], Item] | None = None
    """Asked for by the pages that show it."""
    help: str = ""
    shortcuts: str = ""
    """The page that lists the keys, which the « ? » key opens as a dialog."""
    person: str = ""
    account: list[Item] = field(default_factory=list)
    public: list[Item] = field(default_factory=list)
    """What is open to whoever has no account."""
    sign_out: str = ""
    footer: list[Item] = field(default_factory=list)
    note: str = ""

    @property
    def here(self) -> Item | None:
        """The line of the page shown, once marked."""
        return next((item for item in self.items() if item.current), None)

    def items(self) -> Iterator[Item]:
        for section in self.sections:
            yield from section.items


def mark_current(menu: Menu, path: str) -> None:
    """Mark the item whose address is the longest beginning of ``path``, unless one already is."""
    items = list(menu.items())
    if any(item.current for item in items):
        return
    above = [item for item in items if item.current is None and _leads_to(item.url, path)]
    if above:
        max(above, key=lambda item: len(item.url)).current = True


def _leads_to(url: str, path: str) -> bool:
    return url == path or (url != "/" and url.endswith("/") and path.startswith(url))
