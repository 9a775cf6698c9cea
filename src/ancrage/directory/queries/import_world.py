"""What an import goes by all along: the source, whom it yields to, our own lists, and where places are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from ancrage.core.met import Met
from ancrage.core.text import fold
from ancrage.directory.models import FeeKind, NeedDomain, Public, ServiceMode, Source, StatusCategory, TaxonomyTerm
from ancrage.directory.queries.terms import FEES, MODES, NEEDS, PUBLICS, STATUSES, term_id
from ancrage.territory.models import Mrc, Municipality, Region

HERE = "here"


@dataclass(slots=True)
class World:
    source: Source
    ranks: Mapping[str, int]
    domains: Mapping[str, UUID]
    statuses: Mapping[str, UUID]
    ours: Mapping[UUID, tuple[str, str]]
    licensed: frozenset[UUID]
    """Terms that never leave: what they sort is no part of what a file tells."""
    places: "Places"
    told: Met = field(default_factory=Met)
    """Records that the file already told whole: the first time is believed."""
    ids: dict[str, UUID] = field(default_factory=dict)
    """Of a block, keys that are UUIDs."""

    def id_of(self, name: str, key: str) -> UUID:
        """Ours of what the file calls ``key``: the same when it is a UUID."""
        if (found := self.ids.get(key)) is not None:
            return found
        try:
            found = self.ids[key] = UUID(key)
        except ValueError:
            return uuid5(self.source.pk, f"{name}/{key}")
        return found

    def is_told(self, row: Mapping[str, Any]) -> bool:
        """Whether a part is one of those that files tell; the others are ours alone."""
        return bool(row.get("is_public", True)) and row.get("term_id") not in self.licensed

    def believes(self, origin: str | None) -> bool:
        """Whether what comes from ``origin`` gives way to this source."""
        mine = str(self.source.pk)
        return origin in (None, mine) or (origin != HERE and self.ranks.get(origin, 0) > self.source.rank)


def world_of(source: Source) -> World:
    domains = dict(NeedDomain.objects.values_list("code", "pk"))
    statuses = dict(StatusCategory.objects.values_list("code", "pk"))
    lists: dict[str, Iterable[str]] = {
        NEEDS: domains,
        STATUSES: statuses,
        PUBLICS: Public.values,
        MODES: ServiceMode.values,
        FEES: FeeKind.values,
    }
    return World(
        source=source,
        ranks={str(pk): rank for pk, rank in Source.objects.values_list("pk", "rank")},
        domains=domains,
        statuses=statuses,
        ours={term_id(name, code): (name, code) for name, codes in lists.items() for code in codes},
        licensed=frozenset(TaxonomyTerm.objects.filter(taxonomy__is_shared=False).values_list("pk", flat=True)),
        places=Places.of(source),
    )


@dataclass(slots=True)
class Places:
    """Where a name of place is, when one place alone bears it; those of the source's region come first."""

    towns: Mapping[str, UUID]
    areas: Mapping[str, tuple[str, UUID]]
    regions: Mapping[UUID, UUID]

    @classmethod
    def of(cls, source: Source) -> "Places":
        towns = list(Municipality.objects.select_related("mrc").order_by("pk"))
        regions = {one.pk: one.mrc.region_id for one in towns}
        named = _alone([(fold(one.name), one.pk, one.mrc.region_id == source.region_id) for one in towns])
        areas: dict[str, tuple[str, UUID]] = {name: ("municipality_id", pk) for name, pk in named.items()}
        mrcs = [(fold(one.name), one.pk, one.region_id == source.region_id) for one in Mrc.objects.order_by("pk")]
        for name, pk in _alone(mrcs).items():
            areas.setdefault(name, ("mrc_id", pk))
            areas[f"mrc {name}"] = areas[f"mrc de {name}"] = areas[f"mrc de la {name}"] = ("mrc_id", pk)
        for region in Region.objects.order_by("pk"):
            areas.setdefault(fold(region.name), ("region_id", region.pk))
        return cls(named, areas, regions)

    def town(self, city: str) -> UUID | None:
        name = fold(city)
        return self.towns.get(name) or self.towns.get(name.replace("ste ", "sainte ").replace("st ", "saint "))

    def area(self, name: str) -> tuple[str, UUID] | None:
        return self.areas.get(fold(name)) if name and len(name) < 120 else None


def _alone(named: Iterable[tuple[str, UUID, bool]]) -> dict[str, UUID]:
    found: dict[str, list[tuple[UUID, bool]]] = defaultdict(list)
    for name, pk, near in named:
        found[name].append((pk, near))
    chosen = {name: [pk for pk, near in rows if near] or [pk for pk, _near in rows] for name, rows in found.items()}
    return {name: pks[0] for name, pks in chosen.items() if len(pks) == 1}


def plain(value: Any) -> bool:  # noqa: ANN401 - a value of any column
    """Whether a column says nothing."""
    return value is None or value in ("", [], {})
