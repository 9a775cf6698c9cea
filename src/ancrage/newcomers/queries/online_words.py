"""What the public form says, in French and beside it in the language chosen (``data/online.toml``)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

_DATA: Final = Path(__file__).parents[1] / "data" / "online.toml"
FRENCH: Final = "fr"
NAMES: Final = {"fr": "Français", "en": "English", "es": "Español", "ar": "العربية"}
"""Each language by its own name, in the order in which they are offered."""


@dataclass(frozen=True)
class Words:
    """The sentences of the form: ``words["title"]``, or ``words.title`` in a template."""

    language: str

    def table(self) -> dict[str, Any]:
        """What is said, by key then by language; another context says its own things in the same way."""
        return _table()

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"

    @property
    def is_french(self) -> bool:
        return self.language == FRENCH

    def __getitem__(self, key: str) -> SafeString:
        return self.duo(self.table()[key])

    def duo(self, said: Mapping[str, str]) -> SafeString:
        """French, and below the language chosen; French alone when it is the one chosen, or the other is missing."""
        beside = "" if self.is_french else said.get(self.language, "")
        if not beside:
            return escape(said[FRENCH])
        return format_html(
            '<span class="an-duo"><span lang="{}" dir="{}">{}</span> <span lang="fr" dir="ltr">{}</span></span>',
            *(self.language, self.direction, beside, said[FRENCH]),
        )

    def optional(self, key: str) -> SafeString:
        """The name of a question that may stay without an answer."""
        table = self.table()
        return self.duo({one: f"{text} ({table['optional'][one]})" for one, text in table[key].items()})

    def inline(self, key: str) -> SafeString:
        """Both languages on one line, as a button holds them."""
        said = self.table()[key]
        if self.is_french:
            return escape(said[FRENCH])
        return format_html('{} <span lang="fr" dir="ltr">{}</span>', said[self.language], said[FRENCH])

    def plain(self, key: str) -> str:
        """Both languages where no element may be: an option of a list."""
        said = self.table()[key]
        return said[FRENCH] if self.is_french else f"{said[self.language]} – {said[FRENCH]}"

    def problem(self, code: str, field: str | None, said: str) -> SafeString:
        """What is wrong, by its ``code``, else by its ``field``; in French, ``said`` where no text is written."""
        known = self.table()["errors"]
        own = known.get(field, {}) if code in {"", "invalid"} else {}
        texts = own or known.get(code) or known["invalid"]
        return self.duo({FRENCH: said, **texts})


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))
