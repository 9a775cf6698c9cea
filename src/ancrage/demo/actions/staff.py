"""Who works for the service, and who worked for it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from ancrage.accounts.models import Assignment, User
from ancrage.core.clock import HOME_ZONE
from ancrage.demo.actions.drawing import OPENING_DAY, Draw, rows
from ancrage.demo.actions.structure import Structure
from ancrage.directory.models import Organization, OrganizationMember
from ancrage.territory.dated import from_day
from ancrage.territory.models import ServicePoint

REGION_CODE = "01"


@dataclass
class Staff:
    """Users by the key of the file, and the agents of each service point with their dates."""

    users: dict[str, User]
    agents: dict[Any, list[tuple[date, User]]]

    def agent_of(self, point: ServicePoint, day: date) -> User:
        """Who was the agent of ``point`` on ``day``."""
        return [user for since, user in self.agents[point.pk] if since <= day][-1]


def load_staff(draw: Draw, structure: Structure) -> Staff:
    staff = Staff({}, {})
    for row in rows("staff"):
        user = draw.add(_user(row))
        staff.users[row["key"]] = user
        _assign(draw, structure, staff, user, row)
    draw.write()
    return staff


def load_partner_workers(draw: Draw, staff: Staff, organizations: dict[str, Organization]) -> None:
    for row in rows("staff"):
        if row["role"] == "partner_worker":
            member = OrganizationMember(
                organization=organizations[row["places"]],
                user=staff.users[row["key"]],
                during=from_day(date.fromisoformat(row["from"])),
            )
            draw.add(member)
    draw.write()


def _user(row: dict[str, str]) -> User:
    since, before = _days(row)
    left = before and before <= OPENING_DAY
    return User(
        email=f"{row['key']}@{row['places'] if row['role'] == 'partner_worker' else 'ancrage'}.example",
        full_name=row["full_name"],
        password=make_password(None),
        created_at=datetime.combine(since, time(9), HOME_ZONE),
        is_active=not left,
        left_on=before - timedelta(days=1) if before and left else None,
    )


def _days(row: dict[str, str]) -> tuple[date, date | None]:
    return date.fromisoformat(row["from"]), date.fromisoformat(row["before"]) if row["before"] else None


def _assign(draw: Draw, structure: Structure, staff: Staff, user: User, row: dict[str, str]) -> None:
    since, before = _days(row)
    places = [] if row["role"] == "partner_worker" else [place for place in row["places"].split("|") if place]
    for place in places or [""]:
        found = _place(structure, place)
        draw.add(Assignment(user=user, role=row["role"], during=from_day(since, before), **found))
        if row["role"] == "integration_agent":
            staff.agents.setdefault(found["service_point"].pk, []).append((since, user))


def _place(structure: Structure, name: str) -> dict[str, Any]:
    if not name:
        return {}
    if name == REGION_CODE:
        return {"region": structure.region}
    if name in structure.directorates:
        return {"directorate": structure.directorates[name]}
    return {"service_point": structure.points[name]}
