from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.errors import Refused
from ancrage.core.text import fold
from ancrage.territory.models import Mrc, Municipality, Region
from ancrage.territory.places_file import FileRefused, Place

KEPT = ("code", "name", "designation", "mrc", "latitude", "longitude")


@dataclass
class Report:
    """What a load changed, in words for whoever ran it. ``absent``: known here, not named by the file, left alone."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    mrcs: list[str] = field(default_factory=list)
    unchanged: int = 0
    absent: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.mrcs)


@transaction.atomic
def load_places(places: Iterable[Place], *, by: Actor, at: datetime) -> Report:
    """Bring municipalities and MRCs in line with a list. The same list again changes nothing.

    A place is known by its code, else by its name and MRC: so it is that one « à confirmer » gets its code.

    :raises FileRefused: when a region's code is unknown; nothing is changed.
    """
    return _Load(by, at).run(list(places))


class _Load:
    """One load: what is known, indexed, and what changes by region."""

    def __init__(self, by: Actor, at: datetime) -> None:
        self.by, self.at, self.report = by, at, Report()
        self.regions = {region.code: region for region in Region.objects.in_order()}
        self.mrcs = list(Mrc.objects.in_order())
        self.known = list(Municipality.objects.in_order())
        self.by_code = {place.code: place for place in self.known if place.code}
        self.touched: dict[UUID, list[UUID]] = defaultdict(list)

    def run(self, places: list[Place]) -> Report:
        named = {self._municipality(place).pk for place in places}
        self.report.absent = [place.name for place in self.known if place.pk not in named]
        for region in self.regions.values():
            if touched := self.touched.get(region.pk):
                record("territory.places.loaded", by=self.by, on=region, at=self.at, about=touched, region=region.code)
        return self.report

    def _municipality(self, place: Place) -> Municipality:
        mrc = self._mrc(place)
        known = self.by_code.get(place.code) or self._without_code(place, mrc)
        if known is None:
            known = self._added(place, mrc)
        else:
            self._compared(known, place, mrc)
        if place.code:
            self.by_code[place.code] = known
        return known

    def _added(self, place: Place, mrc: Mrc) -> Municipality:
        new = Municipality(mrc=mrc)
        _write(new, place, mrc)
        new.save(force_insert=True)
        self.report.added.append(_said(place))
        self.touched[mrc.region_id].append(new.pk)
        return new

    def _compared(self, known: Municipality, place: Place, mrc: Mrc) -> None:
        before = {name: getattr(known, name) for name in KEPT}
        _write(known, place, mrc)
        differences = [name for name in KEPT if before[name] != getattr(known, name)]
        if not differences:
            self.report.unchanged += 1
            return
        known.save(update_fields=differences)
        self.report.changed.append(f"{_said(place)} : {', '.join(differences)}")
        self.touched[mrc.region_id].append(known.pk)

    def _without_code(self, place: Place, mrc: Mrc) -> Municipality | None:
        same = [known for known in self.known if not known.code or not place.code]
        return next((k for k in same if k.mrc_id == mrc.pk and fold(k.name) == fold(place.name)), None)

    def _mrc(self, place: Place) -> Mrc:
        region = self.regions.get(place.region)
        if region is None:
            raise FileRefused(
                _("Ligne %(line)d : la région %(code)s est inconnue.") % {"line": place.line, "code": place.region}
            )
        mrc = self._known_mrc(place, region)
        if mrc is None:
            mrc = Mrc(name=place.mrc, region=region, code=place.mrc_code or None)
            self.mrcs.append(mrc)
            self.report.mrcs.append(_("%(name)s, ajoutée") % {"name": mrc.name})
        elif (mrc.region_id, mrc.code or "") == (region.pk, place.mrc_code or mrc.code or ""):
            return mrc
        else:
            self.report.mrcs.append(_("%(name)s, code ou région changés") % {"name": mrc.name})
        mrc.region, mrc.code = region, place.mrc_code or mrc.code
        mrc.save()
        self.touched[region.pk].append(mrc.pk)
        return mrc

    def _known_mrc(self, place: Place, region: Region) -> Mrc | None:
        if place.mrc_code and (found := next((m for m in self.mrcs if m.code == place.mrc_code), None)):
            return found
        named = [mrc for mrc in self.mrcs if fold(place.mrc) in {fold(mrc.name), *map(fold, mrc.aliases)}]
        return next((m for m in named if m.region_id == region.pk), None) or next(iter(named), None)


def _write(known: Municipality, place: Place, mrc: Mrc) -> None:
    """A list that leaves something out does not erase it."""
    known.code = place.code or known.code
    known.name = place.name
    known.designation = place.designation or known.designation
    known.mrc = mrc
    if place.latitude is not None and place.longitude is not None:
        known.latitude, known.longitude = place.latitude, place.longitude


def _said(place: Place) -> str:
    return f"{place.code or _('code à confirmer')} {place.name} ({place.mrc})"


class PlaceRefused(Refused):
    """The municipality cannot be kept as typed."""


@transaction.atomic
def keep_municipality(municipality: Municipality, *, by: Actor, at: datetime) -> Municipality:
    """Add a municipality, or keep the changes made to it, by hand.

    :raises PlaceRefused: when its code or its name is already another's.
    """
    verb = "added" if municipality._state.adding else "changed"  # noqa: SLF001 - the only way to know
    municipality.code = municipality.code or None
    try:
        municipality.full_clean()
    except ValidationError as error:
        raise PlaceRefused(" ".join(error.messages)) from error
    municipality.save()
    record(f"territory.municipality.{verb}", by=by, on=municipality, at=at)
    return municipality
