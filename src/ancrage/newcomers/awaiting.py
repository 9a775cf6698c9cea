"""The space in which someone sees their own dossier. The context that keeps it is above, and makes itself known here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case, Person


@dataclass(frozen=True)
class Spaces:
    """What the context of the spaces knows how to do.

    :param is_open: whether a person has a space, and may enter it.
    :param wait: how long a message to a person waits for an hour that is safe, if it does.
    :param tell: lets the person of a dossier know that something new awaits them there, if that is safe; in the
        transaction of what is new, by whom, at a moment.
    """

    is_open: Callable[[Person], bool]
    wait: Callable[[Person, datetime], timedelta | None]
    tell: Callable[[Case, User, datetime], None]


_registered: list[Spaces] = []


def register_spaces(spaces: Spaces) -> None:
    """Called once, by the context of the spaces, when it is ready."""
    if spaces not in _registered:
        _registered.append(spaces)


def has_space(person: Person) -> bool:
    return any(spaces.is_open(person) for spaces in _registered)


def wait_for(person: Person, at: datetime) -> timedelta | None:
    """How long a message to ``person`` waits for an hour that they said is safe; None when it is now."""
    return next((wait for spaces in _registered if (wait := spaces.wait(person, at))), None)


def something_awaits(case: Case, *, by: User, at: datetime) -> None:
    """Something new is in the space of the person of ``case``; of what they did themselves, they know."""
    if by.is_staff_account:
        for spaces in _registered:
            spaces.tell(case, by, at)
