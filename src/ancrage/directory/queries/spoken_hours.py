"""Hours as people say them, « lundi au vendredi, 9 h à 17 h », and as schedules keep them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import time
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Hours = dict[str, str]
"""``byday`` « MO,TU », ``opens_at`` and ``closes_at`` « 09:00 »."""
_NAMES: Final = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_TYPED: Final = (
    ("lun", "mon"), ("mar", "tue"), ("mer", "wed"), ("jeu", "thu"), ("ven", "fri"), ("sam", "sat"), ("dim", "sun"),
)  # fmt: skip
_DAY: Final = r"(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_SPAN: Final = re.compile(rf"({_DAY})(?:\s*(?:au|a|to|-)\s*({_DAY}))?")
_HOUR: Final = r"(\d{1,2})\s*(?:h|:)?\s*(\d{2})?\s*(am|pm)?"
_BETWEEN: Final = re.compile(rf"{_HOUR}\s*(?:a|to|-)\s*{_HOUR}")
_WHOLE: Final = {
    r"tous les jours|every day|7 jours sur 7": range(7),
    r"en semaine|jours ouvrables|weekdays": range(5),
    r"fins? de semaine|week-?ends?": range(5, 7),
}
_LAST_HOUR, _LAST_MINUTE, _NOON, _RUN = 23, 59, 12, 3


class HoursUnclear(ValueError):
    """A line that says no day, or no hour."""


def hear(text: str) -> list[Hours]:
    """The hours that ``text`` says, a line for each.

    :raises HoursUnclear: naming the line.
    """
    found: dict[tuple[str, str], set[int]] = {}
    for line in re.split(r"[\n;]", text):
        if not line.strip():
            continue
        days, times = _heard(_plain(line))
        if not days or not times:
            raise HoursUnclear(line.strip())
        for between in times:
            found.setdefault(between, set()).update(days)
    rows = [(_byday(days), *between) for between, days in found.items()]
    return [{"byday": days, "opens_at": opens, "closes_at": closes} for days, opens, closes in sorted(rows, key=_first)]


def say(rows: Iterable[Hours]) -> str:
    """A line for each: what ``hear`` understands again."""
    return "\n".join(map(_said, sorted(rows, key=lambda row: _first((row["byday"], row["opens_at"], "")))))


def _said(row: Hours) -> str:
    words = {"days": _days(row["byday"]), "from": _hour(row["opens_at"]), "to": _hour(row["closes_at"])}
    return _("%(days)s, %(from)s à %(to)s") % words


def _days(byday: str) -> str:
    names = _NAMES["en" if (get_language() or "fr").startswith("en") else "fr"]
    parts = []
    for run in _runs(sorted(DAYS.index(day) for day in byday.split(",") if day in DAYS)):
        if len(run) >= _RUN:
            parts.append(_("%(first)s au %(last)s") % {"first": names[run[0]], "last": names[run[-1]]})
        else:
            parts += [names[one] for one in run]
    return ", ".join(parts)


def _runs(days: list[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for one in days:
        if run and one != run[-1] + 1:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _hour(text: str) -> str:
    hour, minute = text.split(":")[:2]
    if (get_language() or "fr").startswith("en"):
        return f"{int(hour)}:{minute}"
    return f"{int(hour)}\u00a0h" + (f"\u00a0{minute}" if minute != "00" else "")


def _heard(line: str) -> tuple[set[int], list[tuple[str, str]]]:
    days: set[int] = set()
    for pattern, whole in _WHOLE.items():
        if re.search(pattern, line):
            days.update(whole)
            line = re.sub(pattern, " ", line)
    for first, last in _SPAN.findall(line):
        start, end = _index(first), _index(last or first)
        days.update(range(start, end + 1) if start <= end else [*range(start, 7), *range(end + 1)])
    return days, [between for found in _BETWEEN.findall(line) if (between := _between(found))]


def _between(found: tuple[str, ...]) -> tuple[str, str] | None:
    opens, closes = _time(*found[:3]), _time(*found[3:])
    return (opens, closes) if opens and closes and opens < closes else None


def _time(hour: str, minute: str, half: str) -> str:
    value = int(hour) % _NOON + (_NOON if half == "pm" else 0) if half else int(hour)
    if value > _LAST_HOUR or int(minute or 0) > _LAST_MINUTE:
        return ""
    return time(value, int(minute or 0)).strftime("%H:%M")


def _index(name: str) -> int:
    return next(n for n, starts in enumerate(_TYPED) if name.startswith(starts))


def _byday(days: set[int]) -> str:
    return ",".join(DAYS[one] for one in sorted(days))


def _first(row: tuple[str, str, str]) -> tuple[int, str]:
    return DAYS.index(row[0].split(",")[0]) if row[0] else 7, row[1]


def _plain(line: str) -> str:
    text = unicodedata.normalize("NFKD", line.replace("\u00a0", " ").lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[\u2013\u2014\u2212]", "-", text)
