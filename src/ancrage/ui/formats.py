"""Dates, hours, amounts and phones in words, in the active language. No-break spaces inside.

Pages use them as filters (``{{ d|day }}``); messages and documents call them. Moments are shown
in Québec's time unless ``zone`` names another (« America/Halifax »).
"""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ancrage.core.clock import HOME_ZONE
from ancrage.core.clock import today as this_day
from ancrage.core.dates import local_day

NBSP = "\u00a0"
_MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_DAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_NOON = 12
_KIBI = 1024


def _language() -> str:
    return (get_language() or "fr")[:2]


def as_day(value: date | datetime) -> date:
    return local_day(value) if isinstance(value, datetime) else value


def day(value: date | datetime, language: str | None = None) -> str:
    """« 31 mars 2021 », « 1er avril 2021 »; "31 March 2021"."""
    on, language = as_day(value), language or _language()
    if language not in _MONTHS:
        return format_date(on, "long", locale=language).replace(" ", NBSP)
    return f"{_without_year(on, language)}{NBSP}{on.year}"


def short_day(value: date | datetime, today: date | None = None) -> str:
    """« 31 mars », « 1er avril 2019 »; "31 March". The year of ``today`` goes without saying; any other is said."""
    on = as_day(value)
    return _without_year(on, _language()) if on.year == (today or this_day()).year else day(on)


def _without_year(on: date, language: str) -> str:
    if language not in _MONTHS:
        return format_skeleton("MMMMd", on, locale=language).replace(" ", NBSP)
    number = "1er" if language == "fr" and on.day == 1 else on.day
    return f"{number}{NBSP}{_MONTHS[language][on.month - 1]}"


def weekday_day(value: date | datetime, language: str | None = None) -> str:
    """« mercredi 31 mars 2021 »; "Wednesday 31 March 2021"."""
    on, language = as_day(value), language or _language()
    if language not in _DAYS:
        return format_date(on, "full", locale=language)
    return f"{_DAYS[language][on.weekday()]} {day(on, language)}"


def month(value: date | datetime, language: str | None = None) -> str:
    """« mars 2021 »; "March 2021"."""
    on, language = as_day(value), language or _language()
    if language not in _MONTHS:
        return format_skeleton("yMMMM", on, locale=language).replace(" ", NBSP)
    return f"{_MONTHS[language][on.month - 1]}{NBSP}{on.year}"


def hour(value: datetime | time, zone: str | None = None) -> str:
    """« 9 h 30 », « 16 h »; "9:30 a.m.", "4 p.m."."""
    at = value.astimezone(ZoneInfo(zone) if zone else HOME_ZONE) if isinstance(value, datetime) else value
    if _language() == "fr":
        return f"{at.hour}{NBSP}h{NBSP}{at.minute:02}" if at.minute else f"{at.hour}{NBSP}h"
    number = f"{at.hour % _NOON or _NOON}:{at.minute:02}" if at.minute else str(at.hour % _NOON or _NOON)
    return f"{number}{NBSP}{'a.m.' if at.hour < _NOON else 'p.m.'}"


def moment(value: datetime, zone: str | None = None) -> str:
    """« 30 mars 2021, 16 h 12 »."""
    at = value.astimezone(ZoneInfo(zone) if zone else HOME_ZONE)
    return f"{day(at.date())}, {hour(value, zone)}"


def short_moment(value: datetime, zone: str | None = None) -> str:
    """« 30 mars, 16 h 12 »; « 30 mars 2019, 16 h 12 » of another year than this one."""
    at = value.astimezone(ZoneInfo(zone) if zone else HOME_ZONE)
    return f"{short_day(at.date())}, {hour(value, zone)}"


def ago_days(value: date | datetime, today: date) -> str:
    """« aujourd’hui », « hier », « il y a 12 jours », « dans 3 jours »."""
    days = (today - as_day(value)).days
    near = {0: _("aujourd’hui"), 1: _("hier"), -1: _("demain")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("il y a %(days)d jour", "il y a %(days)d jours", days) % {"days": days}
    return ngettext("dans %(days)d jour", "dans %(days)d jours", -days) % {"days": -days}


def number(value: Decimal | float, places: int = 0) -> str:
    """« 3 214 870 », « 4,5 »; "3,214,870", "4.5"."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,}"
    return text.replace(",", NBSP).replace(".", ",") if _language() == "fr" else text


def money(value: Decimal | int) -> str:
    """« 3 214 870 $ », « 17,50 $ »; "$3,214,870", "$17.50". Cents only where there are some."""
    amount = Decimal(value)
    text = number(amount, 0 if amount == amount.to_integral_value() else 2)
    return f"{text}{NBSP}$" if _language() == "fr" else f"{'-' if amount < 0 else ''}${text.lstrip('-')}"


def file_size(size: int) -> str:
    """« 240 ko », « 1,2 Mo » of a number of bytes; "240 KB", "1.2 MB". Counted as workstations do."""
    thousands, millions = ("ko", "Mo") if _language() == "fr" else ("KB", "MB")
    if (kept := -(-size // _KIBI)) < _KIBI:
        return f"{number(kept)}{NBSP}{thousands}"
    return f"{number(size / _KIBI**2, 1)}{NBSP}{millions}"


def percent(share: Decimal | float) -> str:
    """« 82 % » of 0.82; one decimal below ten: « 4,5 % »."""
    value = Decimal(str(share)) * 100
    places = 0 if abs(value) >= 10 or value == value.to_integral_value() else 1
    text = number(value, places)
    return f"{text}{NBSP}%" if _language() == "fr" else f"{text}%"


def phone(value: str) -> str:
    """« 418 555-0142 » of "+14185550142"; another country's number keeps its own grouping."""
    plain = value.strip()
    digits = "".join(c for c in plain if c.isdigit())
    if len(digits) == 11 and digits.startswith("1"):
        digits = digits[1:]
    elif plain.startswith("+") or len(digits) != 10:
        return plain
    return f"{digits[:3]}{NBSP}{digits[3:6]}-{digits[6:]}"


def plural(count: int, forms: str) -> str:
    """« 5 demandes » of « demande,demandes ». In French zero is singular: « 0 demande »."""
    one, many = forms.split(",", 1)
    is_one = abs(count) < 2 if _language() == "fr" else abs(count) == 1
    return f"{number(count)}{NBSP}{one if is_one else many}"


def initials(name: str) -> str:
    """« MO » of « Mariana Ospina Restrepo »; one letter for one name."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in words[:2]).upper()
