"""Who works with employers, and where."""

from datetime import date

from django.db.models import Q, QuerySet

from ancrage.accounts.access import Access
from ancrage.accounts.models import UserQuerySet
from ancrage.accounts.queries import assigned
from ancrage.accounts.roles import roles_with
from ancrage.employers.permissions import Permission
from ancrage.territory.models import Region


def advisers_of(region: Region, day: date) -> UserQuerySet:
    """Those who may write the files of a region, by name."""
    return assigned(day, Q(role__in=roles_with(Permission.WRITE_EMPLOYER), region=region)).in_order()


def regions_kept(access: Access) -> "QuerySet[Region]":
    """The regions whose employers the reader accompanies."""
    scope = access.scopes(Permission.WRITE_EMPLOYER)
    return (Region.objects.all() if scope.everything else Region.objects.filter(pk__in=scope.regions)).in_order()
