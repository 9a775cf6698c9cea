"""The structure through time: what opens, changes, answers for regions and municipalities, and ends."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.errors import Refused
from ancrage.territory.dated import Dated, from_day
from ancrage.territory.models import (
    Directorate,
    DirectorateRegion,
    HostOffice,
    Municipality,
    Region,
    ServicePoint,
    ServicePointMunicipality,
    Team,
)

Unit = Directorate | HostOffice | ServicePoint | Team
U = TypeVar("U", bound=Unit)


class StructureRefused(Refused):
    """The structure cannot be so, at those dates."""


@transaction.atomic
def open_unit(unit: U, *, by: Actor, at: datetime) -> U:
    """Add a directorate, an office, a service point or a team, built but not saved.

    :raises StructureRefused: when it overlaps one of the same name.
    """
    _keep(unit)
    _note(unit, "opened", by, at, fields=["name", "during"])
    return unit


@transaction.atomic
def change_unit(unit: Unit, *, values: dict[str, Any], by: Actor, at: datetime) -> None:
    """Give ``unit`` other values, as for a mistake: what changes with time is ended and opened anew.

    :raises StructureRefused: when it would overlap one of the same name.
    """
    changed = [name for name, value in values.items() if getattr(unit, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(unit, name, values[name])
    _keep(unit)
    _note(unit, "changed", by, at, fields=changed)


@transaction.atomic
def end_unit(unit: Unit, *, before: date, by: Actor, at: datetime) -> None:
    """End ``unit``, and with it the regions, municipalities and teams it answered for.

    :param before: the first day without it.
    :raises StructureRefused: when it ends before it starts, or service points would stay in a closed office.
    """
    unit = type(unit)._default_manager.select_for_update(of=("self",)).get(pk=unit.pk)
    if isinstance(unit, HostOffice) and _outliving(unit.service_points.all(), before).exists():
        raise StructureRefused(_("Des points de services y sont encore : terminez-les d’abord."), field="before")
    _end(unit, before)
    for rows in _depending_on(unit):
        for row in _outliving(rows, before).order_by("pk"):
            _end(row, before)
    _note(unit, "ended", by, at, fields=["during"])


@transaction.atomic
def cover(*, directorate: Directorate, region: Region, start: date, by: Actor, at: datetime) -> DirectorateRegion:
    """From ``start``, ``directorate`` answers for ``region``; the one that answered for it no longer does.

    :raises StructureRefused: when the directorate does not exist on that day, or a later change is already known.
    """
    _there(directorate, start)
    _cut(DirectorateRegion.objects.filter(region=region), start)
    row = DirectorateRegion(directorate=directorate, region=region, during=from_day(start, directorate.ends_before))
    _keep(row)
    fields = ["directorate", "region", "during"]
    record("territory.directorateregion.opened", by=by, on=row, at=at, fields=fields, region=region.code)
    return row


@transaction.atomic
def serve(
    *, service_point: ServicePoint, municipalities: Iterable[Municipality], start: date, by: Actor, at: datetime
) -> list[ServicePointMunicipality]:
    """From ``start``, requests from ``municipalities`` go to ``service_point``, and to no other.

    :raises StructureRefused: when the point does not exist on that day, or a later change is already known.
    """
    _there(service_point, start)
    rows = []
    for municipality in municipalities:
        area = ServicePointMunicipality.objects.filter(municipality=municipality)
        if area.on(start).filter(service_point=service_point).exists():
            continue
        _cut(area, start)
        during = from_day(start, service_point.ends_before)
        row = ServicePointMunicipality(service_point=service_point, municipality=municipality, during=during)
        _keep(row)
        rows.append(row)
    if rows:
        record(
            "territory.servicepoint.serves",
            by=by,
            on=service_point,
            at=at,
            about=[row.municipality_id for row in rows],
            region=service_point.region.code,
        )
    return rows


def _there(unit: Directorate | ServicePoint, day: date) -> None:
    if not unit.is_on(day):
        raise StructureRefused(_("« %(name)s » n’existe pas à cette date.") % {"name": unit.name}, field="start")


def _cut(rows: "models.QuerySet[Any]", start: date) -> None:
    """End on ``start`` the row in force; one that begins that very day is replaced, not kept empty."""
    current = rows.select_for_update(of=("self",)).filter(during__contains=start).first()
    if current and current.starts_on == start:
        current.delete()
    elif current:
        _end(current, start)


def _end(row: Dated, before: date) -> None:
    if before <= row.starts_on:
        raise StructureRefused(_("La fin doit suivre le début."), field="before")
    row.during = from_day(row.starts_on, before)
    _keep(row)


def _outliving(rows: "models.QuerySet[Any]", before: date) -> "models.QuerySet[Any]":
    return rows.filter(models.Q(during__upper_inf=True) | models.Q(during__endswith__gt=before))


def _depending_on(unit: Unit) -> "list[models.QuerySet[Any]]":
    match unit:
        case Directorate():
            return [unit.coverage.all()]
        case ServicePoint():
            return [unit.service_area.all(), unit.teams.all()]
    return []


def _keep(row: models.Model) -> None:
    try:
        row.full_clean()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise StructureRefused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise StructureRefused(_("Une autre personne vient de changer la structure. Revoyez la page.")) from error


def _note(unit: Unit, verb: str, by: Actor, at: datetime, *, fields: Iterable[str]) -> None:
    record(f"territory.{unit._meta.model_name}.{verb}", by=by, on=unit, at=at, fields=fields)
