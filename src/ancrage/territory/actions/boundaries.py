from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.text import fold
from ancrage.territory.boundaries_file import LEVELS, Outline, refused
from ancrage.territory.models import Boundary, Mrc, Municipality, Region
from ancrage.territory.outlines import Polygon, lightened
from ancrage.territory.places_file import short_mrc_code

Place = Region | Mrc | Municipality


@dataclass
class BoundariesReport:
    """What a load changed. ``skipped``: elements of no place known here, when they may be left out."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    unchanged: int = 0


@transaction.atomic
def load_boundaries(
    outlines: Iterable[Outline], *, skip_unknown: bool = False, by: Actor, at: datetime
) -> BoundariesReport:
    """Keep the outline of each place, made light. Several elements of one place are its parts. Again, it changes nothing.

    A place is known by its code, else by its name.

    :raises BoundariesRefused: with the elements of no place, or of several; nothing is changed.
    """
    report = BoundariesReport()
    known, touched = _Known(), defaultdict[Region, list[UUID]](list)
    for place, parts in _by_place(known, outlines, report, skip_unknown=skip_unknown):
        shape = lightened(parts)
        kept, said = known.boundaries.get(place.pk), str(place)
        if kept and kept.shape == shape:
            report.unchanged += 1
            continue
        if kept:
            kept.shape = shape
            kept.save(update_fields=["shape"])
        else:
            Boundary.objects.create(**{place._meta.model_name or "": place}, shape=shape)
        (report.changed if kept else report.added).append(said)
        touched[known.region_of(place)].append(place.pk)
    for region, about in sorted(touched.items(), key=lambda one: one[0].code):
        record("territory.boundaries.loaded", by=by, on=region, at=at, about=about, region=region.code)
    return report


def _by_place(
    known: "_Known", outlines: Iterable[Outline], report: BoundariesReport, *, skip_unknown: bool
) -> list[tuple[Place, list[Polygon]]]:
    """The polygons of each place, in the order of the file."""
    parts: dict[UUID, tuple[Place, list[Polygon]]] = {}
    problems = []
    for outline in outlines:
        found = known.places(outline)
        said = {"number": outline.number, "said": outline.said}
        if len(found) == 1:
            parts.setdefault(found[0].pk, (found[0], []))[1].extend(outline.polygons)
        elif found:
            problems.append(
                _("Élément %(number)d : « %(said)s » peut être plusieurs endroits; donnez son code, ou --level.") % said
            )
        elif skip_unknown:
            report.skipped.append(outline.said)
        else:
            problems.append(_("Élément %(number)d : aucun endroit connu n’est « %(said)s ».") % said)
    if problems:
        raise refused(problems)
    return list(parts.values())


class _Known:
    """The places and the boundaries there are, indexed."""

    def __init__(self) -> None:
        levels: Mapping[str, list[Any]] = {
            "region": list(Region.objects.in_order()),
            "mrc": list(Mrc.objects.select_related("region").in_order()),
            "municipality": list(Municipality.objects.select_related("mrc__region").in_order()),
        }
        self.by_code: dict[tuple[str, str], Place] = {}
        self.by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for level, places in levels.items():
            for place in places:
                if place.code:
                    self.by_code[level, place.code] = place
                for name in {fold(place.name), *map(fold, getattr(place, "aliases", []))}:
                    self.by_name[level, name].append(place)
        boundaries = Boundary.objects.in_order()
        self.boundaries = {one.region_id or one.mrc_id or one.municipality_id: one for one in boundaries}

    def places(self, outline: Outline) -> list[Place]:
        """The places it may be: one, when all is well."""
        levels = [outline.level] if outline.level else list(LEVELS)
        coded = [
            place for level in levels if (place := self.by_code.get((level, _code(level, outline.code)))) is not None
        ]
        named = [place for level in levels for place in self.by_name.get((level, fold(outline.name)), [])]
        # « 07 » is a region and an MRC: where nothing says which, the name does.
        both = [place for place in coded if place in named]
        if outline.level or len(outline.code) > 2 or not outline.name:
            return both or coded or named
        return both or named

    @staticmethod
    def region_of(place: Place) -> Region:
        if isinstance(place, Region):
            return place
        return place.region if isinstance(place, Mrc) else place.mrc.region


def _code(level: str, code: str) -> str:
    """As it is kept here; nothing for what is no code of that level."""
    if not code.isdecimal():
        return ""
    if level == "region":
        return code.zfill(2) if len(code) <= 2 else ""
    if level == "mrc":
        return short_mrc_code(code.zfill(2)) if len(code) <= 3 else ""
    return code.zfill(5) if len(code) in {4, 5} else ""
