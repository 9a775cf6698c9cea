"""What « Mon plan » says, in French and beside it in the person's language (``data/mon_plan.toml``)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ancrage.core.clock import HOME_ZONE
from ancrage.newcomers.queries.online_words import FRENCH, NAMES, Words
from ancrage.ui.formats import day, hour, weekday_day

__all__ = ["NAMES", "SpaceWords"]
_DATA: Final = Path(__file__).parents[1] / "data" / "mon_plan.toml"


@dataclass(frozen=True)
class SpaceWords(Words):
    def table(self) -> dict[str, Any]:
        return _table()

    def filled(self, key: str, **values: str) -> SafeString:
        """A sentence with what is in its braces."""
        return self.duo({language: text.format(**values) for language, text in self.table()[key].items()})

    def own(self, french: str, others: Mapping[str, str]) -> SafeString:
        """A text of the dossier, with what the agent typed in the person's language, if anything."""
        if self.is_french or others.get(self.language):
            return self.duo({FRENCH: french, **others})
        return format_html('<bdi lang="fr">{}</bdi>', french)

    def same(self, text: str) -> SafeString:
        """A name, which no language changes."""
        return format_html("<bdi>{}</bdi>", text)

    def dated(self, key: str, on: date) -> SafeString:
        """A sentence with a day in it."""
        said = self.table()[key]
        return self.duo({language: text.format(day=day(on, language)) for language, text in said.items()})

    def day(self, on: date) -> SafeString:
        return self.duo({language: day(on, language) for language in {FRENCH, self.language}})

    def weekday(self, on: date) -> SafeString:
        return self.duo({language: weekday_day(on, language) for language in {FRENCH, self.language}})

    def moment(self, at: datetime) -> SafeString:
        local = at.astimezone(HOME_ZONE)
        said = {language: f"{weekday_day(local, language)}, {local:%H:%M}" for language in {FRENCH, self.language}}
        return self.duo({**said, FRENCH: f"{weekday_day(local, FRENCH)}, {hour(at)}"})

    def button(self, key: str) -> SafeString:
        """Both languages, one below the other, as a button holds them: each in its own direction."""
        return format_html("<span>{}</span>", self.inline(key))


@cache
def _table() -> dict[str, Any]:
    own: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    shared = Words(FRENCH).table()
    own["errors"] = {**shared["errors"], **own["errors"]}
    return {"errors_title": shared["errors_title"], **own}
