"""The space in which someone sees their own dossier. The context that keeps it is above, and makes itself known here."""

from collections.abc import Callable

from ancrage.newcomers.models import Person

IsOpen = Callable[[Person], bool]
_registered: list[IsOpen] = []


def register_space(is_open: IsOpen) -> None:
    """Called once, by the context of the spaces, when it is ready.

    :param is_open: whether a person has a space, and may enter it.
    """
    if is_open not in _registered:
        _registered.append(is_open)


def has_space(person: Person) -> bool:
    return any(is_open(person) for is_open in _registered)
