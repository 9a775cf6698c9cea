"""What someone may do at a given moment, worked out once a request from their assignments."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from ancrage.accounts.models import Assignment, User
from ancrage.accounts.roles import Reach, Role, find_role
from ancrage.core.dates import local_day
from ancrage.core.prepared import prepared

Memberships = Callable[[UUID, date], frozenset[UUID]]
_memberships: list[Memberships] = []


def register_memberships(find: Memberships) -> None:
    """Tell who belongs to which organisations; called once, by the context that knows, when it is ready.

    :param find: ids of the organisations a user (by id) works for on a day.
    """
    if find not in _memberships:
        _memberships.append(find)


@dataclass(frozen=True)
class Scope:
    """Where a capability holds: the union of what is named here. Empty means nowhere.

    ``regions`` already holds the regions of the directorates.
    """

    everything: bool = False
    own: bool = False
    directorates: frozenset[UUID] = frozenset()
    regions: frozenset[UUID] = frozenset()
    service_points: frozenset[UUID] = frozenset()
    organizations: frozenset[UUID] = frozenset()

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            everything=self.everything or other.everything,
            own=self.own or other.own,
            directorates=self.directorates | other.directorates,
            regions=self.regions | other.regions,
            service_points=self.service_points | other.service_points,
            organizations=self.organizations | other.organizations,
        )


NOWHERE = Scope()


@dataclass(frozen=True)
class Access:
    """The capabilities of ``user`` at the moment ``at``. Querysets take it: ``Case.objects.visible_to(access)``."""

    user: User
    at: datetime
    roles: frozenset[str] = frozenset()
    grants: Mapping[str, Scope] = field(default_factory=dict)

    def can(self, permission: StrEnum) -> bool:
        """Whether they have it somewhere; ``scopes`` says where."""
        return permission in self.grants

    def scopes(self, permission: StrEnum) -> Scope:
        return self.grants.get(permission, NOWHERE)


def access_of(user: "User | AnonymousUser", at: datetime) -> Access:
    """One query for the assignments; one more for whoever reaches through an organisation."""
    if not isinstance(user, User) or not user.is_active:
        # A visitor: nothing is granted, so nothing asks who it is.
        return Access(user=user, at=at)  # type: ignore[arg-type]
    day = local_day(at)
    held = [(role, assignment) for assignment in _held(user=user, day=day) if (role := find_role(assignment.role))]
    return Access(
        user=user,
        at=at,
        roles=frozenset(role.code for role, _ in held),
        grants=_grants(held, _organizations(user, day, (role for role, _ in held))),
    )


@prepared
def _held(*, user: User, day: date) -> QuerySet[Assignment]:
    return Assignment.objects.on(day).filter(user=user).placed(day).order_by("pk")


def _organizations(user: User, day: date, roles: Iterable[Role]) -> frozenset[UUID]:
    if not any(Reach.ORGANIZATION in role.grants.values() for role in roles):
        return frozenset()
    return frozenset().union(*(find(user.pk, day) for find in _memberships))


def _grants(held: Iterable[tuple[Role, Assignment]], organizations: frozenset[UUID]) -> dict[str, Scope]:
    grants: dict[str, Scope] = {}
    for role, assignment in held:
        for permission, reach in role.grants.items():
            scope = _scope(reach, assignment, organizations)
            grants[permission] = grants.get(permission, NOWHERE) | scope
    return grants


def _scope(reach: Reach, held: Assignment, organizations: frozenset[UUID]) -> Scope:
    match reach:
        case Reach.ALL:
            return Scope(everything=True)
        case Reach.OWN:
            return Scope(own=True)
        case Reach.ORGANIZATION:
            return Scope(organizations=organizations)
        case Reach.SERVICE_POINT:
            return Scope(service_points=_ids(held.service_point_id))
        case Reach.REGION:
            return Scope(regions=_ids(held.region_held))  # type: ignore[attr-defined] # annotated by placed()
        case Reach.DIRECTORATE:
            return Scope(
                directorates=_ids(held.directorate_id),
                regions=frozenset(held.regions_held),  # type: ignore[attr-defined] # annotated by placed()
            )


def _ids(value: UUID | None) -> frozenset[UUID]:
    return frozenset() if value is None else frozenset({value})
