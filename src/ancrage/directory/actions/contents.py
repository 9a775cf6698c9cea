"""What is typed of a record becomes its columns and the rows that belong to it."""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from ancrage.directory.models import (
    Language,
    NeedDomain,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceEligibility,
    StatusCategory,
)
from ancrage.directory.models.base import Record
from ancrage.directory.queries.contents import PLACES, area_keys, owned, simple_hours
from ancrage.directory.queries.items import ENGLISH, Content, Item, Kind, sheet_of
from ancrage.territory.dated import from_day

_OF_A_TABLE: Final = frozenset({Kind.ROWS, Kind.HOURS, Kind.LINKS})


def set_columns(record: Record, values: Content) -> None:
    """Put in ``record`` the values that are its columns; nothing is saved."""
    for name, value in values.items():
        item = sheet_of(record).item(name)
        if item is None or item.kind in _OF_A_TABLE:
            continue
        if name.endswith(ENGLISH):
            record.english = {key: said for key, said in {**record.english, item.name: value}.items() if said}
        elif item.kind == Kind.LINK:
            setattr(record, f"{name}_id", UUID(value) if value else None)
        else:
            setattr(record, name, value)


def write_parts(record: Record, values: Content) -> None:
    """Write the rows that belong to a saved ``record``: those kept are changed in place, those gone are deleted."""
    for name, value in values.items():
        item = sheet_of(record).item(name)
        if item is None:
            continue
        if item.kind == Kind.ROWS:
            _write_rows(record, item, value)
        elif item.kind == Kind.HOURS:
            _write_hours(record, value)
        elif item.kind == Kind.LINKS:
            _LINKS[name](record, value)


def _write_rows(record: Record, item: Item, rows: list[Content]) -> None:
    kept = {str(row.pk): row for row in owned(item, record)}
    wanted = [row.get("id", "") for row in rows]
    for gone in [row for key, row in kept.items() if key not in wanted]:
        gone.delete()
    for values in rows:
        assert item.rows is not None  # noqa: S101 - an item of rows
        row = kept.get(values.get("id", "")) or item.rows(**{record._meta.model_name or "": record})
        for name, value in _columns(item, values).items():
            setattr(row, name, value)
        row.save()


def _columns(item: Item, values: Content) -> dict[str, Any]:
    found = {name: values.get(name) for name in item.columns}
    if item.rows is ServiceEligibility:
        start, until = (date.fromisoformat(day) if (day := found[name]) else None for name in ("start", "until"))
        status = StatusCategory.objects.get(code=found["status"])
        return {"status": status, "is_admitted": found["is_admitted"], "during": from_day(start or date.min, until)}
    if "amount" in found:
        found["amount"] = Decimal(found["amount"]) if found["amount"] else None
        found["currency"] = "CAD" if found["amount"] is not None else ""
    return found


def _write_hours(record: Record, hours: list[dict[str, str]]) -> None:
    assert isinstance(record, Service)  # noqa: S101 - services alone have hours
    simple_hours(record).delete()
    for row in hours:
        opens, closes = time.fromisoformat(row["opens_at"]), time.fromisoformat(row["closes_at"])
        Schedule.objects.create(service=record, freq="WEEKLY", byday=row["byday"], opens_at=opens, closes_at=closes)


def _set_domains(service: Service, codes: list[str]) -> None:
    service.domains.set(NeedDomain.objects.filter(code__in=codes).order_by("pk"))


def _set_languages(service: Service, codes: list[str]) -> None:
    known = {one.code: one for one in service.languages.order_by("pk") if one.code}
    service.languages.filter(code__in=set(known) - set(codes)).delete()
    for code in codes:
        if code not in known:
            Language.objects.create(service=service, code=code)


def _set_locations(service: Service, keys: list[str]) -> None:
    there = {str(pk) for pk in service.locations.order_by("pk").values_list("pk", flat=True)}
    ServiceAtLocation.objects.filter(service=service, location__in=[UUID(key) for key in there - set(keys)]).delete()
    for key in sorted(set(keys) - there):
        ServiceAtLocation.objects.create(service=service, location_id=UUID(key))


def _set_areas(service: Service, keys: list[str]) -> None:
    for area in service.areas.order_by("pk"):
        [key] = area_keys([area]) or [""]
        if key and key not in keys:
            area.delete()
    there = area_keys(service.areas.order_by("pk"))
    for key in keys:
        name, _colon, pk = key.partition(":")
        if key not in there and name in PLACES:
            ServiceArea.objects.create(service=service, **{f"{name}_id": UUID(pk)})


_LINKS: Final[Mapping[str, Callable[[Any, list[str]], None]]] = {
    "domains": _set_domains,
    "languages": _set_languages,
    "locations": _set_locations,
    "areas": _set_areas,
}
