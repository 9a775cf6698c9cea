"""Where an employer works, and whom to ask for there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.employers.models import Contact, Employer, Establishment

R = TypeVar("R", Contact, Establishment)


class PartRefused(Refused):
    """The establishment or the contact stays as it is."""


@transaction.atomic
def keep_part(*, part: R, values: Mapping[str, Any], by: Actor, at: datetime) -> R:
    """Enter or change an establishment or a contact. The first one is the main one; a new main one replaces it."""
    employer = _locked(part.employer_id)
    held = type(part)._default_manager.filter(pk=part.pk).first()
    changed = [name for name, value in values.items() if held is None or getattr(held, name) != value]
    for name, value in values.items():
        setattr(part, name, value)
    others = type(part)._default_manager.filter(employer=employer, is_main=True).exclude(pk=part.pk)
    if part.is_main:
        others.update(is_main=False)
    elif not others.exists():
        part.is_main = True
    part.save()
    _settled(employer, part, "changed" if held else "added", changed, by=by, at=at)
    return part


@transaction.atomic
def end_part(*, part: Establishment | Contact, by: Actor, at: datetime) -> None:
    """An establishment that closed, someone who left: kept, and shown no more.

    :raises PartRefused: for the main one: another takes its place first.
    """
    if part.is_main:
        raise PartRefused(_("Choisissez d’abord l’établissement ou la personne qui prend sa place."))
    _set_end(part, local_day(at), "ended", by=by, at=at)


@transaction.atomic
def restore_part(*, part: Establishment | Contact, by: Actor, at: datetime) -> None:
    """Undo ``end_part``."""
    _set_end(part, None, "restored", by=by, at=at)


def _set_end(part: Establishment | Contact, day: object, act: str, *, by: Actor, at: datetime) -> None:
    employer, name = _locked(part.employer_id), "closed_on" if isinstance(part, Establishment) else "left_on"
    setattr(part, name, day)
    part.save(update_fields=[name])
    _settled(employer, part, act, [name], by=by, at=at)


def _settled(
    employer: Employer, part: Establishment | Contact, act: str, fields: list[str], *, by: Actor, at: datetime
) -> None:
    """The organisation is said to be where its main establishment is."""
    if isinstance(part, Establishment) and part.is_main:
        body = employer.organization
        body.municipality = part.municipality
        body.save(update_fields=["municipality"])
    employer.changed_at = at
    employer.save(update_fields=["changed_at"])
    record(
        f"employers.{part._meta.model_name}.{act}",
        by=by,
        on=part,
        at=at,
        fields=fields,
        about=[employer.pk],
        region=employer.region.code,
    )


def _locked(pk: UUID) -> Employer:
    rows = Employer.objects.select_for_update(of=("self",)).select_related("organization", "region")
    return rows.get(pk=pk)
