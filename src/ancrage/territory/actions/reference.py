from datetime import datetime
from pathlib import Path

from django.db import transaction

from ancrage.core.actors import Actor
from ancrage.territory.actions.places import load_places
from ancrage.territory.models import Mrc, Municipality, Region
from ancrage.territory.places_file import read_places, read_rows

DATA = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_reference(*, by: Actor, at: datetime) -> int:
    """The regions, and the MRCs and municipalities known here without the official file. Idempotent.

    Each file names its sources at its top. What the official file said since is not undone: only what is
    missing is added. Returns how many rows were written.
    """
    return _load_regions() + _load_mrcs() + _load_municipalities(by, at)


def _load_regions() -> int:
    written = 0
    for row in read_rows(DATA / "regions.csv"):
        values = {"name": row["nom"], "prefix": row["sigle"]}
        _region, created = Region.objects.get_or_create(code=row["code"], defaults=values)
        written += created
    return written


def _load_mrcs() -> int:
    regions = {region.code: region for region in Region.objects.in_order()}
    known = {mrc.name for mrc in Mrc.objects.in_order()} | set(Mrc.objects.values_list("code", flat=True))
    fresh = [row for row in read_rows(DATA / "mrc.csv") if row["nom"] not in known and row["code"] not in known]
    made = Mrc.objects.bulk_create(
        Mrc(
            code=row["code"] or None,
            name=row["nom"],
            region=regions[row["region"]],
            aliases=[row["autres_noms"]] if row["autres_noms"] else [],
        )
        for row in fresh
    )
    return len(made)


def _load_municipalities(by: Actor, at: datetime) -> int:
    known = set(Municipality.objects.values_list("name", "mrc__name"))
    codes = set(Municipality.objects.values_list("code", flat=True))
    places = read_places(DATA / "municipalites.csv")
    fresh = [place for place in places if place.code not in codes and (place.name, place.mrc) not in known]
    return len(load_places(fresh, by=by, at=at).added)
