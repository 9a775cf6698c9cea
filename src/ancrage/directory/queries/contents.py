"""What a record says now, item by item, and in words."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from ancrage.core.cldr import language_name
from ancrage.core.text import digits
from ancrage.directory.models import (
    Location,
    NeedDomain,
    Organization,
    Phone,
    Program,
    Schedule,
    Service,
    ServiceArea,
    ServiceEligibility,
    StatusCategory,
)
from ancrage.directory.models.base import Record
from ancrage.directory.queries.items import ENGLISH, Content, Item, Kind, sheet_of
from ancrage.directory.queries.spoken_hours import say
from ancrage.territory.models import Mrc, Municipality, Region
from ancrage.ui.formats import day, phone

_NUMBER: Final = re.compile(r"1?([2-9]\d{9})")
PLACES: Final[Mapping[str, type[models.Model]]] = {"region": Region, "mrc": Mrc, "municipality": Municipality}


def content_of(record: Record) -> Content:
    """The value of each item; of one that is not there yet, what it begins with."""
    found: Content = {}
    for item in sheet_of(record).items:
        found[item.name] = _read(record, item)
        if item.is_translated:
            found[item.name + ENGLISH] = record.english.get(item.name, "")
    return found


def differences(before: Content, after: Content) -> dict[str, tuple[Any, Any]]:
    """By item, what it was and what it is to be, where they differ."""
    return {name: (before.get(name), value) for name, value in after.items() if value != before.get(name)}


def owned(item: Item, record: Record) -> "models.QuerySet[Any]":
    """The rows of an item, in order."""
    assert item.rows is not None  # noqa: S101 - an item of rows
    rows = item.rows._default_manager.filter(**{record._meta.model_name or "": record}).order_by("pk")
    return rows.select_related("status") if item.rows is ServiceEligibility else rows


def simple_hours(service: Service) -> "models.QuerySet[Schedule]":
    """Those of a week, said in days and hours; others are left as they came."""
    plain = {"bymonthday": "", "byweekno": "", "byyearday": "", "valid_from": None, "valid_to": None, "dtstart": None}
    rows = Schedule.objects.filter(service=service, **plain).exclude(byday="").exclude(freq="MONTHLY")
    return rows.exclude(opens_at=None).exclude(closes_at=None).order_by("pk")


def area_keys(areas: Iterable[ServiceArea]) -> list[str]:
    """« mrc:<id> »: places of ours. An area known by its words alone has none."""
    keys = [(name, getattr(area, f"{name}_id")) for area in areas for name in PLACES]
    return sorted(f"{name}:{pk}" for name, pk in keys if pk)


def _read(record: Record, item: Item) -> Any:  # noqa: ANN401, PLR0911 - plain JSON, by kind
    is_new = record._state.adding  # noqa: SLF001 - Django says it nowhere else
    match item.kind:
        case Kind.ROWS:
            return [] if is_new else [_row(row, item.columns) for row in owned(item, record)]
        case Kind.HOURS | Kind.LINKS if is_new:
            return []
        case Kind.HOURS:
            assert isinstance(record, Service)  # noqa: S101 - services alone have hours
            return [_hours(row) for row in simple_hours(record)]
        case Kind.LINKS:
            return _LINKS[item.name](record)
        case Kind.LINK:
            return _plain(getattr(record, f"{item.name}_id"))
        case Kind.CHOICES:
            return sorted(getattr(record, item.name))
        case _:
            return _plain(getattr(record, item.name))


def _row(row: Any, columns: Iterable[str]) -> Content:  # noqa: ANN401 - a row of any table
    return {"id": str(row.pk)} | {name: _cell(row, name) for name in columns}


def _cell(row: Any, name: str) -> Any:  # noqa: ANN401 - plain JSON
    if isinstance(row, ServiceEligibility) and name in {"status", "start", "until"}:
        return _plain({"status": row.status.code, "start": row.during.lower, "until": row.during.upper}[name])
    if isinstance(row, Phone) and name == "number":
        return _dialled(row.number)
    return _plain(getattr(row, name))


def _dialled(number: str) -> str:
    """As forms give it, however it came: « 418 555-0123 » is « +14185550123 »."""
    found = _NUMBER.fullmatch(digits(number))
    return f"+1{found.group(1)}" if found and not number.startswith("+") else number


def _plain(value: Any) -> Any:  # noqa: ANN401 - plain JSON
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _hours(row: Schedule) -> dict[str, str]:
    assert row.opens_at is not None  # noqa: S101 - asked by the query
    assert row.closes_at is not None  # noqa: S101
    return {"byday": row.byday, "opens_at": f"{row.opens_at:%H:%M}", "closes_at": f"{row.closes_at:%H:%M}"}


_LINKS: Final[Mapping[str, Callable[[Any], list[str]]]] = {
    "domains": lambda service: sorted(service.domains.order_by("code").values_list("code", flat=True)),
    "languages": lambda service: [one.code for one in service.languages.order_by("pk") if one.code],
    "locations": lambda service: sorted(
        str(pk) for pk in service.locations.order_by("pk").values_list("pk", flat=True)
    ),
    "areas": lambda service: area_keys(service.areas.order_by("pk")),
}


def told(item: Item, value: Any) -> Any:  # noqa: ANN401 - plain JSON
    """What anyone may know of a value: neither rows nor places that are kept to those who refer."""
    if item.kind == Kind.ROWS:
        return [row for row in value or [] if row.get("is_public", True)]
    if item.name == "locations":
        public = Location.objects.filter(pk__in=value or [], is_public=True).order_by("pk")
        return sorted(str(pk) for pk in public.values_list("pk", flat=True))
    return value


def told_lines(record: Record) -> list[tuple[str, str]]:
    """What anyone reads of a record, item by item, in words. What says nothing is left out."""
    sheet, content = sheet_of(record), content_of(record)
    found = []
    for name, value in content.items():
        item = sheet.item(name)
        if item is not None and not item.is_private and name != "is_public":
            found.append((sheet.label(name), in_words(item, told(item, value), record=sheet.model)))
    return [(label, words) for label, words in found if words]


def in_words(item: Item, value: Any, *, record: type[models.Model]) -> str:  # noqa: ANN401, PLR0911 - plain JSON, by kind
    """A value as people read it; empty when it says nothing."""
    if value in (None, "", []):
        return ""
    match item.kind:
        case Kind.ROWS:
            return "\n".join(_row_in_words(row, item) for row in value)
        case Kind.HOURS:
            return say(value)
        case Kind.FLAG:
            return _("Oui") if value else _("Non")
        case Kind.LINKS | Kind.LINK:
            return ", ".join(_named(item.name, value if isinstance(value, list) else [value]))
        case Kind.CHOICE | Kind.CHOICES:
            labels = _labels(record, item.name)
            return ", ".join(labels.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))
        case _:
            return str(value)


def _labels(model: type[models.Model], name: str) -> dict[str, str]:
    field: Any = model._meta.get_field(name)
    choices = getattr(field, "base_field", field).choices or []
    return {str(code): str(label) for code, label in choices}


def _row_in_words(row: Content, item: Item) -> str:
    if item.name == "eligibilities":
        return _rule_in_words(row)
    shown = [row.get(name) for name in item.columns if name != "is_public"]
    words = " · ".join(_shown(item, str(one)) for one in shown if one not in (None, ""))
    return words if row.get("is_public", True) else _("%(words)s (réservé à qui aiguille)") % {"words": words}


def _shown(item: Item, text: str) -> str:
    return phone(text) if item.name == "phones" else text


def _rule_in_words(row: Content) -> str:
    status = StatusCategory.objects.filter(code=row["status"]).first()
    days = [day(date.fromisoformat(row[name])) for name in ("start", "until") if row.get(name)]
    admitted = _("admis") if row["is_admitted"] else _("non admis")
    return " · ".join([status.label if status else row["status"], admitted, *days])


def _named(name: str, keys: list[str]) -> list[str]:
    """What links are called. One statement."""
    match name:
        case "domains":
            return [one.label for one in NeedDomain.objects.filter(code__in=keys).in_order()]
        case "languages":
            return [language_name(code) for code in keys]
        case "areas":
            return list(places_named(keys).values())
        case _:
            model = {"municipality": Municipality, "program": Program, "locations": Location, "parent": Organization}[
                name
            ]
            return [str(one) for one in model._default_manager.filter(pk__in=keys).order_by("pk")]


def places_named(keys: Collection[str]) -> dict[str, str]:
    """By key, in their order, what places of ours are called. A statement for each sort of place."""
    by_sort: dict[str, list[str]] = {}
    for key in keys:
        name, _colon, pk = key.partition(":")
        by_sort.setdefault(name, []).append(pk)
    found: dict[str, str] = {}
    for name, wanted in by_sort.items():
        places: models.QuerySet[Any] = PLACES[name]._default_manager.filter(pk__in=wanted).order_by("pk")
        whole = _("toute la région (%(name)s)") if name == "region" else "%(name)s"
        found |= {f"{name}:{place.pk}": whole % {"name": place.name} for place in places}
    return {key: found[key] for key in keys if key in found}
