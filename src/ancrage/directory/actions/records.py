"""A record is entered, changed, shown or not, closed or not: what was done of each field is kept, and told."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.directory.actions.contents import set_columns, write_parts
from ancrage.directory.actions.publishing import publish
from ancrage.directory.actions.rating import rate
from ancrage.directory.models import Metadata, MetadataAction, Organization
from ancrage.directory.models.base import Record
from ancrage.directory.queries.contents import content_of, differences, in_words, told
from ancrage.directory.queries.items import ENGLISH, Content, sheet_of
from ancrage.directory.queries.records import changed_since, organization_of, services_of
from ancrage.territory.models import Municipality

R = TypeVar("R", bound=Record)
HERE: Final = "here"


class RecordRefused(Refused):
    """The record stays as it is."""


class RecordChanged(RecordRefused):
    """Someone else changed the same items since they were read. ``names`` says which."""

    def __init__(self, reason: str, names: Collection[str]) -> None:
        super().__init__(reason)
        self.names = names


@transaction.atomic
def add_record(*, record: R, content: Content, by: Actor, body: str, at: datetime) -> R:
    """Enter a record that is not saved yet, tied to its organisation if it has one.

    :param body: who answers for what is written: never a person.
    :raises RecordRefused: when what is said does not hold together.
    """
    record.created_at = record.modified_at = at
    changes = differences(content_of(record), content)
    _write(record, changes, adding=True)
    _note(record, changes, MetadataAction.CREATE, body=body, at=at)
    _register(record, "added", changes, by=by, at=at)
    _show(record, at=at)
    return record


@transaction.atomic
def change_record(
    *, record: R, content: Content, by: Actor, body: str, at: datetime, seen: datetime | None = None
) -> list[str]:
    """Write what differs from what the record says. Returns the names of what changed.

    :param seen: when the record was read: what others changed since, and would be lost, is asked again.
    :raises RecordChanged: for that.
    :raises RecordRefused: when what is said does not hold together.
    """
    found = _locked(record)
    changes = differences(content_of(found), content)
    if not changes:
        return []
    if seen is not None and (disputed := changed_since(found, seen) & changes.keys()):
        words = ", ".join(sheet_of(found).label(name) for name in sorted(disputed))
        raise RecordChanged(
            _("Quelqu’un a changé entre-temps : %(items)s. Relisez, puis enregistrez de nouveau.") % {"items": words},
            disputed,
        )
    _write(found, changes)
    _settle(found, changes, "changed", by=by, body=body, at=at)
    return sorted(changes)


@transaction.atomic
def set_standing(*, record: R, by: Actor, body: str, at: datetime, **values: bool) -> None:
    """Show or hide a record (``is_public``), close or reopen it (``is_active``), say that it is no more (``is_defunct``)."""
    found = _locked(record)
    changes = {name: (getattr(found, name), value) for name, value in values.items() if getattr(found, name) != value}
    if not changes:
        return
    for name, value in values.items():
        setattr(found, name, value)
    _settle(found, changes, "standing_changed", by=by, body=body, at=at)


@transaction.atomic
def verify_records(*, records: Collection[Record], by: Actor, at: datetime) -> None:
    """Say that all that these records say is right today."""
    day = local_day(at)
    for row in records:
        type(row)._default_manager.filter(pk=row.pk).update(verified_on=day)
        _register(row, "verified", (), by=by, at=at)
    keys = {pk for row in records for pk in services_of(row)}
    publish(keys, at=at)
    rate(keys, at=at)


def _settle(record: Record, changes: Mapping[str, Any], act: str, *, by: Actor, body: str, at: datetime) -> None:
    """What follows any change: the moment, where each value comes from, what is told, the register."""
    record.modified_at = at
    record.origins = {**record.origins, **dict.fromkeys(changes, HERE)}
    record.save()
    _note(record, changes, MetadataAction.UPDATE, body=body, at=at)
    _register(record, act, changes, by=by, at=at)
    _show(record, at=at)


def _show(record: Record, *, at: datetime) -> None:
    """What is told and counted of its services."""
    keys = services_of(record)
    publish(keys, at=at)
    rate(keys, at=at)


def _register(row: Record, act: str, changes: Collection[str], *, by: Actor, at: datetime) -> None:
    fields, region = _fields(changes), _region(row)
    record(f"directory.{row._meta.model_name}.{act}", by=by, on=row, at=at, fields=fields, region=region)


def _locked(record: R) -> R:
    found: R | None = (
        type(record)._default_manager.select_for_update(of=("self",)).filter(pk=record.pk).order_by("pk").first()
    )
    if found is None:
        raise RecordRefused(_("Cette fiche n’existe plus."))
    return found


def _write(record: Record, changes: Mapping[str, tuple[Any, Any]], *, adding: bool = False) -> None:
    values = {name: after for name, (_before, after) in changes.items()}
    set_columns(record, values)
    if isinstance(record, Organization) and record.municipality_id:
        record.region_id = Municipality.objects.values_list("mrc__region", flat=True).get(pk=record.municipality_id)
    if adding:
        record.origins = dict.fromkeys(changes, HERE)
    try:
        record.clean_fields(exclude=["source_key"])
        record.validate_constraints()
        with transaction.atomic():
            record.save()
            write_parts(record, values)
    except ValidationError as error:
        [(name, problems), *_others] = error.message_dict.items()
        raise RecordRefused(" ".join(problems), field=name) from error
    except IntegrityError as error:
        raise RecordRefused(_("Deux règles d’un même statut se chevauchent."), field="eligibilities") from error


def _note(
    record: Record, changes: Mapping[str, tuple[Any, Any]], action: MetadataAction, *, body: str, at: datetime
) -> None:
    """One row for each field that is told outside; what is private is named when it changes, and no more."""
    sheet = sheet_of(record)
    rows = []
    with override("fr"):
        for name, (before, after) in changes.items():
            item = sheet.item(name)
            if item is not None and item.name == "email" and item.is_private:
                continue
            hidden = item is not None and item.is_private
            said = [
                "" if hidden else in_words(item, told(item, value), record=type(record)) if item else str(value).lower()
                for value in (before, after)
            ]
            rows.append(
                Metadata(
                    resource_id=record.pk,
                    resource_type=sheet.kind,
                    last_action_date=at,
                    last_action_type=action,
                    field_name=sheet.told_name(name),
                    previous_value=said[0],
                    replacement_value=said[1],
                    updated_by=body,
                )
            )
    Metadata.objects.bulk_create(rows)


def _fields(changes: Collection[str]) -> set[str]:
    return {name.removesuffix(ENGLISH) for name in changes}


def _region(record: Record) -> str:
    organization = organization_of(record)
    return organization.region.code if organization else ""
