"""The clock of a due date, counted in working days."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ancrage.core.dates import working_days_between
from ancrage.ui.formats import as_day, short_day


@dataclass(frozen=True, slots=True)
class Countdown:
    """Where one stands before a due date: a sentence, a state for the colour, days used out of ``days``."""

    label: str
    state: str
    used: int
    days: int

    @property
    def css(self) -> str:
        return f" is-{self.state}" if self.state else ""

    @property
    def bar(self) -> SafeString:
        return _bar(self.css, self.used, self.days)


def countdown(due: date | datetime, today: date, days: int = 5) -> Countdown:
    """The clock of a due date counted in working days: a date, then today, then days of delay."""
    return _countdown(as_day(due), today, days, get_language())


@lru_cache(maxsize=2_000)
def _countdown(due_on: date, today: date, days: int, _language: str) -> Countdown:
    if due_on < today:
        late = days_late(due_on, today)
        label = ngettext("%(days)d jour de retard", "%(days)d jours de retard", late) % {"days": late}
        return Countdown(label, "bad", days, days)
    if due_on == today:
        return Countdown(_("Aujourd’hui"), "warn", days, days)
    left = working_days_between(today, due_on)
    return Countdown(short_day(due_on, today), "", min(days, max(0, days - left)), days)


def days_late(due_on: date, today: date) -> int:
    """Working days since a day that has passed; one at least, over a weekend too."""
    return max(1, working_days_between(due_on, today))


@cache
def _bar(css: str, used: int, days: int) -> SafeString:
    steps = mark_safe("".join('<i class="on"></i>' if n < used else "<i></i>" for n in range(days)))  # noqa: S308 no outside text
    return format_html('<span class="an-days{}" aria-hidden="true">{}</span>', css, steps)
