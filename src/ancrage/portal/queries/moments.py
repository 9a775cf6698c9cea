"""The moments that the person may choose, in the words of their space. No one else's appointment is told: only what is free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString

from ancrage.agenda.models import Mode
from ancrage.core.clock import HOME_ZONE
from ancrage.newcomers.models import Case, CaseState
from ancrage.newcomers.queries.moments import Choice, Moments, choice_offered, offer_of
from ancrage.portal.queries.words import SpaceWords
from ancrage.ui.formats import hour
from ancrage.ui.formats import moment as in_french


@dataclass(frozen=True, slots=True)
class OwnOffer:
    worker: str
    length: SafeString
    ways: list[SafeString]
    until: SafeString


@dataclass(frozen=True, slots=True)
class OwnStart:
    """``value`` is what the button sends; ``plain`` its day and hour, read aloud."""

    value: str
    text: str
    plain: str


@dataclass(frozen=True, slots=True)
class OwnDay:
    name: SafeString
    starts: list[OwnStart]


def offered(case: Case, words: SpaceWords, at: datetime) -> OwnOffer | None:
    """What waits for the person to choose. One statement."""
    offer = None if case.state == CaseState.CLOSED else offer_of(case, at)
    return in_words(choice_offered(offer), words) if offer else None


def in_words(choice: Choice, words: SpaceWords) -> OwnOffer:
    return OwnOffer(
        worker=choice.worker.full_name,
        length=words.filled("length", n=str(choice.minutes)),
        ways=[words[f"mode_{mode}"] for mode in choice.modes],
        until=words.dated("until", choice.until),
    )


def days_of(found: Moments, words: SpaceWords) -> list[OwnDay]:
    return [OwnDay(words.weekday(day), [_start(start, words) for start in starts]) for day, starts in found.days]


def asked_mode(choice: Choice, asked: str) -> Mode:
    """The way asked for in the address, if it is offered; else the first."""
    return next((mode for mode in choice.modes if mode == asked), choice.modes[0])


def asked_day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None


def ways_of(choice: Choice, chosen: Mode, words: SpaceWords) -> Sequence[tuple[Mode, SafeString, bool]]:
    """Each way and whether it is the one chosen; nothing to choose when there is one."""
    if len(choice.modes) < 2:
        return []
    return [(mode, words[f"mode_{mode}"], mode == chosen) for mode in choice.modes]


def _start(start: datetime, words: SpaceWords) -> OwnStart:
    text = hour(start) if words.is_french else f"{start.astimezone(HOME_ZONE):%H:%M}"
    return OwnStart(start.isoformat(), text, in_french(start))
