"""Records that someone keeps, or answers for."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from ancrage.accounts.access import Access, Scope
from ancrage.accounts.models import UserQuerySet
from ancrage.accounts.queries import assigned, over
from ancrage.accounts.roles import Reach, roles_with
from ancrage.directory.models import Metadata, Organization, Service
from ancrage.directory.models.base import Record
from ancrage.directory.permissions import Permission
from ancrage.directory.queries.items import Sheet, sheet_of

# Where each sort of record finds its organisation.
_OWNER: Final[Mapping[str, str]] = {
    "organization": "",
    "service": "organization__",
    "location": "organization__",
    "program": "organization__",
}


def keepable(sheet: Sheet, access: Access) -> "QuerySet[Any]":
    """Those of the regions whose directory the reader keeps."""
    return _rows(sheet).filter(_within(sheet, access.scopes(Permission.EDIT_DIRECTORY)))


def proposable(sheet: Sheet, access: Access) -> "QuerySet[Any]":
    """Those of the organisations the reader works for."""
    return _rows(sheet).filter(_within(sheet, access.scopes(Permission.PROPOSE)))


def keeps(organization: Organization, access: Access) -> bool:
    scope = access.scopes(Permission.EDIT_DIRECTORY)
    return scope.everything or organization.region_id in scope.regions


def works_for(organization: Organization, access: Access) -> bool:
    return organization.pk in access.scopes(Permission.PROPOSE).organizations


def in_reach(access: Access, path: str = "") -> Q:
    """Rows whose organisation, at ``path`` (« service__organization__ »), is of a region the reader keeps."""
    scope = access.scopes(Permission.EDIT_DIRECTORY)
    return Q() if scope.everything else Q(**{f"{path}region__in": scope.regions})


def keepers_of(region: UUID, day: date) -> UserQuerySet:
    """Those who keep the directory of a region; where nobody does, those who keep all of it."""
    near = assigned(day, over(region, day) & Q(role__in=roles_with(Permission.EDIT_DIRECTORY)))
    everywhere = Q(role__in=roles_with(Permission.EDIT_DIRECTORY, reach=Reach.ALL))
    return near if near.exists() else assigned(day, everywhere)


def organization_of(record: Record) -> Organization | None:
    return record if isinstance(record, Organization) else record.organization  # type: ignore[attr-defined]


def services_of(record: Record) -> list[UUID]:
    """The services in which something of this record is told."""
    return list(_SERVICES[record._meta.model_name or ""](record).order_by("pk").values_list("pk", flat=True))


def changed_since(record: Record, seen: datetime) -> set[str]:
    """The items that were changed after ``seen``."""
    rows = Metadata.objects.filter(resource_id=record.pk, last_action_date__gt=seen)
    sheet = sheet_of(record)
    return {sheet.name_told(name) for name in rows.order_by("pk").values_list("field_name", flat=True)}


def _rows(sheet: Sheet) -> "QuerySet[Any]":
    owner = _OWNER[sheet.kind]
    return sheet.model._default_manager.select_related(f"{owner}region")


def _within(sheet: Sheet, scope: Scope) -> Q:
    if scope.everything:
        return Q()
    owner = _OWNER[sheet.kind]
    return Q(**{f"{owner}region__in": scope.regions}) | Q(**{f"{owner}pk__in": scope.organizations})


_SERVICES: Final[Mapping[str, Callable[[Any], "QuerySet[Service]"]]] = {
    "organization": lambda one: Service.objects.filter(organization=one),
    "service": lambda one: Service.objects.filter(pk=one.pk),
    "location": lambda one: Service.objects.filter(locations=one),
    "program": lambda one: Service.objects.filter(program=one),
}
