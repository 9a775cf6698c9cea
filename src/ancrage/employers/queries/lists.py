"""The list of employers within reach, filtered."""

import re
from typing import Final, TypedDict
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ancrage.accounts.access import Access
from ancrage.core.text import fold
from ancrage.employers.models import Employer, Establishment, Intervention
from ancrage.employers.permissions import Permission
from ancrage.territory.models import Mrc

COUNTED: Final = 1000
"""Beyond it, a list says « plus de 1 000 » rather than count."""
NOBODY: Final = "personne"
MINE: Final = "moi"
ACCOMPANIED, PROSPECTS = "accompagnes", "a-demarcher"
_NEQ: Final = re.compile(r"[\d\s]{4,}")


class Filters(TypedDict, total=False):
    """What a reader asks of the list; absent or empty asks nothing."""

    q: str
    sector: str
    size: str
    mrc: UUID
    adviser: str
    """``MINE`` or ``NOBODY``."""
    state: str


def listed(access: Access, filters: Filters) -> QuerySet[Employer]:
    rows = Employer.objects.visible_to(access).select_related("organization__municipality__mrc", "adviser")
    return filtered(rows, access, filters)


def total(access: Access, filters: Filters) -> int:
    """How many there are, up to one more than ``COUNTED``."""
    rows = filtered(Employer.objects.visible_to(access), access, filters).order_by()
    return rows[: COUNTED + 1].count()


def filtered(rows: QuerySet[Employer], access: Access, filters: Filters) -> QuerySet[Employer]:
    for name in ("sector", "size"):
        if value := filters.get(name):
            rows = rows.filter(**{name: value})
    if mrc := filters.get("mrc"):
        places = Establishment.objects.filter(employer=OuterRef("pk"), closed_on=None, municipality__mrc=mrc)
        rows = rows.filter(Exists(places))
    match filters.get("adviser"):
        case "moi":
            rows = rows.filter(adviser=access.user)
        case "personne":
            rows = rows.filter(adviser=None)
    counted = Exists(Intervention.objects.counted().filter(employer=OuterRef("pk")))
    match filters.get("state"):
        case "accompagnes":
            rows = rows.filter(counted)
        case "a-demarcher":
            rows = rows.filter(~counted)
    return matching(rows, filters.get("q") or "")


def matching(rows: QuerySet[Employer], text: str) -> QuerySet[Employer]:
    """By the start of the NEQ, or by words of the names of the organisation, accents or not."""
    if _NEQ.fullmatch(text):
        return rows.filter(neq__startswith="".join(text.split()))
    words = fold(text).split()
    if text and not words:
        return rows.none()
    for word in words:
        rows = rows.filter(Q(organization__sort_name__contains=word) | Q(organization__short_name__icontains=word))
    return rows


def mrcs_within(access: Access) -> QuerySet[Mrc]:
    """The MRCs of the regions whose employers may be read."""
    scope = access.scopes(Permission.READ_EMPLOYER)
    rows = Mrc.objects.in_order()
    return rows if scope.everything else rows.filter(region__in=scope.regions)
