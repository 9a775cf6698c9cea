"""What a role is. Which roles exist is one table: the object named by ``settings.ANCRAGE_ROLES``."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class Reach(StrEnum):
    """How far a capability goes, from the place where the role is held."""

    OWN = "own"
    ORGANIZATION = "organization"
    SERVICE_POINT = "service_point"
    REGION = "region"
    DIRECTORATE = "directorate"
    ALL = "all"


class Place(StrEnum):
    """The kind of place an assignment of a role must name."""

    NONE = "none"
    SERVICE_POINT = "service_point"
    REGION = "region"
    DIRECTORATE = "directorate"


class AccountKind(TextChoices):
    """Whose account it is. A space is opened by invitation from a dossier, and has a door of its own."""

    STAFF = "staff", _("personnel et partenaires")
    SPACE = "space", _("espace d’une personne accompagnée")


# From a place one can reach itself and what contains it, save the directorate.
REACHABLE: Mapping[Place, frozenset[Reach]] = {
    Place.NONE: frozenset({Reach.OWN, Reach.ORGANIZATION, Reach.ALL}),
    Place.SERVICE_POINT: frozenset({Reach.OWN, Reach.SERVICE_POINT, Reach.REGION, Reach.ALL}),
    Place.REGION: frozenset({Reach.OWN, Reach.REGION, Reach.ALL}),
    Place.DIRECTORATE: frozenset({Reach.OWN, Reach.DIRECTORATE, Reach.ALL}),
}


@dataclass(frozen=True)
class Role:
    """A set of capabilities, each with its reach.

    :param grants: capability (a member of a context's ``Permission``) to reach; what is absent is refused.
    :param second_factor: whether signing in asks for more than a password.
    :param kind: the accounts that may hold it.
    """

    code: str
    name: str | Promise
    description: str | Promise
    grants: Mapping[StrEnum, Reach]
    place: Place = Place.NONE
    second_factor: bool = True
    kind: AccountKind = AccountKind.STAFF

    def __post_init__(self) -> None:
        beyond = set(self.grants.values()) - REACHABLE[self.place]
        if beyond:
            raise ValueError(f"{self.code} is held at {self.place} and cannot reach {sorted(beyond)}")


@dataclass(frozen=True)
class RoleTable:
    """The roles of an Ancrage, and every capability in plain words, in the order of the auditor's table."""

    roles: tuple[Role, ...]
    capabilities: Mapping[StrEnum, str | Promise]


REACH_NAMES: Mapping[Reach, str | Promise] = {
    Reach.OWN: _("le sien"),
    Reach.ORGANIZATION: _("son organisme"),
    Reach.SERVICE_POINT: _("son point de services"),
    Reach.REGION: _("sa région"),
    Reach.DIRECTORATE: _("sa direction"),
    Reach.ALL: _("partout"),
}


@cache
def _table() -> RoleTable:
    table = import_string(settings.ANCRAGE_ROLES)
    assert isinstance(table, RoleTable)  # noqa: S101 - a fault of the settings
    return table


@cache
def all_roles() -> Mapping[str, Role]:
    """Every role of this Ancrage, by code, in the order of the table."""
    return {role.code: role for role in _table().roles}


def find_role(code: str) -> Role | None:
    return all_roles().get(code)


def roles_with(permission: StrEnum, *, reach: Reach | None = None) -> list[str]:
    """The codes of the roles that hold ``permission``, with that ``reach`` if one is given."""
    return [
        role.code
        for role in all_roles().values()
        if permission in role.grants and reach in (None, role.grants[permission])
    ]


@dataclass(frozen=True)
class Granted:
    """What a role may do, and how far, in plain words."""

    name: str | Promise
    reach: str | Promise


@dataclass(frozen=True)
class RoleSheet:
    """One role, as an auditor reads it."""

    role: Role
    granted: tuple[Granted, ...]


def role_sheets() -> list[RoleSheet]:
    """Every role with its capabilities, in the order of the table."""
    names = _table().capabilities
    return [
        RoleSheet(
            role,
            tuple(
                Granted(name, REACH_NAMES[role.grants[permission]])
                for permission, name in names.items()
                if permission in role.grants
            ),
        )
        for role in all_roles().values()
    ]


def unnamed_capabilities() -> set[StrEnum]:
    """Those granted to some role that the table does not put in words."""
    return {permission for role in all_roles().values() for permission in role.grants} - set(_table().capabilities)
