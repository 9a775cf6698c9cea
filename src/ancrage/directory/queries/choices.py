"""The lists a search is narrowed by, read together: needs, statuses, MRCs of the regions that have services."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language

_LISTS = """
SELECT 'need', code, label_fr, label_en, NULL::uuid, position, '' FROM directory_needdomain WHERE is_active
UNION ALL
SELECT 'status', code, label_fr, label_en, NULL::uuid, position, '' FROM directory_statuscategory WHERE is_active
UNION ALL
SELECT 'mrc', mrc.id::text, mrc.name, mrc.name, mrc.region_id, region.code::int, mrc.sort
FROM territory_mrc mrc JOIN territory_region region ON region.id = mrc.region_id
WHERE region.id IN (SELECT region_id FROM directory_organization WHERE is_active)
ORDER BY 6, 7, 2
"""
Choice = tuple[str, str]


@dataclass(frozen=True)
class Lists:
    needs: list[Choice]
    statuses: list[Choice]
    mrcs: list[Choice]
    regions: dict[str, UUID]


def lists() -> Lists:
    """``regions``: that of each MRC."""
    is_english = (get_language() or "fr").startswith("en")
    found: dict[str, list[Choice]] = {"need": [], "status": [], "mrc": []}
    regions: dict[str, UUID] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LISTS)
        for kind, value, french, english, region, *_order in cursor:
            found[kind].append((value, english or french if is_english else french))
            if region:
                regions[value] = region
    return Lists(found["need"], found["status"], found["mrc"], regions)
