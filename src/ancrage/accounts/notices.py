"""The sorts of notices, in words, among which each person chooses how to be told.

Each context says its own in ``notices.py``: ``NOTICES``, by code. They are found by the list of applications, as
verbs are: accounts are below those who tell. What a context tells (``kind=`` of ``notify``) is of one sort; a test
finds the kind without one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

from ancrage.accounts.access import Access
from ancrage.accounts.enums import Way
from ancrage.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One sort of notice.

    :param name: what an e-mail may say of it: no person, no status, no organisation.
    :param kinds: what ``notify`` calls those of this sort.
    :param permissions: offered to whoever holds one of these capabilities.
    :param everywhere: and to whoever holds one of these without a limit of place.
    :param way: how it is told to whoever chose nothing.
    :param is_fixed: whoever is told has no choice: its own context writes an e-mail at once.
    """

    name: str | Promise
    kinds: tuple[str, ...]
    permissions: tuple[StrEnum, ...] = ()
    everywhere: tuple[StrEnum, ...] = ()
    way: Way = Way.DIGEST
    is_fixed: bool = False

    def is_for(self, access: Access) -> bool:
        return any(access.can(one) for one in self.permissions) or any(
            access.scopes(one).everything for one in self.everywhere
        )


@dataclass(frozen=True)
class Told:
    """Someone to tell: instead of someone away, or away and told for their return, without an e-mail."""

    user: User
    instead_of: User | None = None
    is_away: bool = False


@cache
def all_notices() -> Mapping[str, Notice]:
    """Every sort of notice, by code, context by context."""
    return {code: notice for config in apps.get_app_configs() for code, notice in _notices_of(config).items()}


def notice_of(kind: str) -> tuple[str, Notice] | None:
    """The sort of notice that ``kind`` is of, with its code."""
    return _by_kind().get(kind)


@cache
def _by_kind() -> dict[str, tuple[str, Notice]]:
    return {kind: (code, notice) for code, notice in all_notices().items() for kind in notice.kinds}


def _notices_of(config: AppConfig) -> Mapping[str, Notice]:
    if (
        config.module is None
        or not config.name.startswith("ancrage.")
        or not module_has_submodule(config.module, "notices")
    ):
        return {}
    return getattr(import_module(f"{config.name}.notices"), "NOTICES", {})
