"""Who sees what is restricted in a dossier. Every list of restricted rows filters with these."""

from typing import Protocol, TypeVar

from django.db.models import Model, Q, QuerySet

from ancrage.accounts.access import Access
from ancrage.core.sql import AmongIds
from ancrage.newcomers.models import Case, CircleMember, ExceptionalAccess
from ancrage.newcomers.permissions import Permission

M = TypeVar("M", bound=Model)


class Seen(Protocol):
    """A dossier loaded by ``for_page``, or what says as much of it."""

    @property
    def sees_restricted(self) -> bool: ...


def seen_rows(rows: QuerySet[M], case: Seen) -> QuerySet[M]:
    """Rows of one dossier loaded by ``for_page``: the restricted ones only for whoever is named."""
    return rows if case.sees_restricted else rows.exclude(is_restricted=True)


def seen_in_cases(access: Access, *, case: str = "case", row: str = "is_restricted") -> Q:
    """The same over many dossiers at once: rows not restricted, and those of dossiers that name the reader.

    :param case: path from the row to its dossier.
    :param row: path of the mark on the row.
    """
    named = CircleMember.objects.filter(user=access.user.pk, until=None).values("case")
    opened = ExceptionalAccess.objects.filter(
        user=access.user.pk, granted_at__lte=access.at, expires_at__gt=access.at
    ).values("case")
    return Q(**{row: False}) | Q(AmongIds(case, named)) | Q(AmongIds(case, opened))


def named_members(case: Case) -> QuerySet[CircleMember]:
    """Who is named on the dossier now, first named first."""
    return case.circle.filter(until=None).select_related("user", "named_by").order_by("since", "pk")


def may_grant(case: Case, access: Access) -> bool:
    """Whether the reader decides who is named: by office over the region, or named and writing there.

    An exceptional access reads: it names nobody.
    """
    scope = access.scopes(Permission.GRANT_RESTRICTED)
    by_office = scope.everything or case.region_id in scope.regions or case.service_point_id in scope.service_points
    return by_office or (case.is_named and access.can(Permission.WRITE_CASE))
