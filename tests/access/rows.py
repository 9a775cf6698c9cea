"""What a line of the table says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ancrage.accounts.models import Assignment, User
from ancrage.territory.models import Directorate, Region, ServicePoint
from tests.factories.territory import DirectorateRegionFactory, RegionFactory

ROLES = (
    "integration_agent",
    "regional_adviser",
    "recruitment_adviser",
    "director",
    "privacy_officer",
    "system_administrator",
    "partner_worker",
    "newcomer",
)
NOBODY = ""
"""A visitor, not signed in."""
SIGNED_IN = frozenset(ROLES)
STAFF = SIGNED_IN - {"newcomer"}
"""Whoever works here: a person accompanied has a space of their own, and no other page."""
EVERYBODY = SIGNED_IN | {NOBODY}
Arguments = Mapping[str, Any]


def only(*roles: str) -> frozenset[str]:
    assert set(roles) <= SIGNED_IN, roles
    return frozenset(roles)


def nothing(_user: User | None) -> Arguments:
    return {}


@dataclass(frozen=True)
class Row:
    """One address, asked in one way.

    :param name: the name of the URL, with its namespace.
    :param who: the roles that may open it; to the others it does not exist (404), and strangers go to sign in.
    :param to: makes an object within reach of the user given (None: a visitor) and returns the URL's arguments.
    :param outside: makes one out of reach; whoever may open the page gets 404 for it.
    :param data: what a POST carries; a GET when it is None.
    :param answers: statuses of success: 200 for a GET, 302 for a POST unless said.
    """

    name: str
    who: frozenset[str]
    to: Callable[[User | None], Arguments] = nothing
    outside: Callable[[User | None], Arguments] | None = None
    data: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    answers: frozenset[int] = frozenset()

    def __str__(self) -> str:
        return f"{'GET' if self.data is None else 'POST'} {self.name}"

    @property
    def success(self) -> frozenset[int]:
        return self.answers or frozenset({200 if self.data is None else 302})


def place_of(user: User) -> ServicePoint | Region | Directorate | None:
    """Where ``user`` holds their only role."""
    return Assignment.objects.with_places().get(user=user).place


def region_for(user: User | None) -> Region:
    """A region within reach of an adviser or a director; out of everyone's but the administrator's for nobody."""
    place = place_of(user) if user else None
    if isinstance(place, Region):
        return place
    region = RegionFactory.create()
    if isinstance(place, Directorate):
        DirectorateRegionFactory.create(directorate=place, region=region)
    return region
