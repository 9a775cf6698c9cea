"""Who can be entered as, in the demo."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from ancrage.accounts.models import SPACE_DOMAIN, Assignment, User
from ancrage.accounts.roles import all_roles, find_role
from ancrage.core import today
from ancrage.directory.models import OrganizationMember
from ancrage.newcomers.models import Person
from ancrage.portal.models import Space

# Of those who work, invented addresses; of those who have a space, none.
_OPEN: Final = rf"(\.example|{SPACE_DOMAIN})$"


@dataclass(frozen=True)
class Account:
    """A named person, their role and where they hold it."""

    user_id: UUID
    name: str
    email: str
    role: str
    role_name: str
    place: str


@dataclass(frozen=True)
class RoleGroup:
    name: str
    description: str
    accounts: list[Account]


def accounts(day: date) -> list[Account]:
    """One line per person and role, in the order of the table of roles."""
    held = (
        Assignment.objects.on(day)
        .filter(user__is_active=True, user__email__iregex=_OPEN)
        .select_related("user", "service_point", "region", "directorate")
        .order_by("user__sort", "pk")
    )
    employers = dict(OrganizationMember.objects.on(day).order_by("pk").values_list("user_id", "organization__name"))
    order = {code: index for index, code in enumerate(all_roles())}
    found: dict[tuple[UUID, str], list[Assignment]] = {}
    for one in held:
        found.setdefault((one.user_id, one.role), []).append(one)
    persons = {space.user_id: space.person for space in Space.objects.open().select_related("person")}
    lines = [_account(group, employers, persons) for group in found.values()]
    return sorted(lines, key=lambda line: order.get(line.role, len(order)))


def _account(held: list[Assignment], employers: dict[UUID, str], persons: dict[UUID, Person]) -> Account:
    user: User = held[0].user
    role = find_role(held[0].role)
    places = [str(one.place) for one in held if one.place] or [employers.get(user.pk, "")]
    return Account(
        user_id=user.pk,
        name=persons[user.pk].full_name if user.pk in persons else user.full_name,
        email=user.email,
        role=held[0].role,
        role_name=str(role.name) if role else held[0].role,
        place=", ".join(filter(None, places)),
    )


def groups(day: date) -> list[RoleGroup]:
    """The same, by role, for the page."""
    by_role: dict[str, list[Account]] = {}
    for account in accounts(day):
        by_role.setdefault(account.role, []).append(account)
    return [_group(code, lines) for code, lines in by_role.items()]


def _group(code: str, lines: list[Account]) -> RoleGroup:
    role = find_role(code)
    return RoleGroup(str(role.name) if role else code, str(role.description) if role else "", lines)


def printable() -> list[str]:
    """The accounts, as `make demo` prints them: one role a line, its people after it."""
    return list(_lines(groups(today())))


def _lines(found: list[RoleGroup]) -> Iterator[str]:
    width = max((len(group.name) for group in found), default=0)
    for group in found:
        yield f"{group.name:<{width}}  {', '.join(account.name for account in group.accounts)}"
