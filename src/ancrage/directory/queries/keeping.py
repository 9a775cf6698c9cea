"""What the page of a record offers to whoever keeps it, or works for its organisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.core import today
from ancrage.directory.models import Location, Metadata, Organization, Program, RecordDraft, RecordPair, Service
from ancrage.directory.models.base import Record
from ancrage.directory.queries.items import Sheet, sheet_of
from ancrage.directory.queries.pairs import doubles_of
from ancrage.directory.queries.quality import Criterion, missing, scored
from ancrage.directory.queries.records import keeps, organization_of, works_for

_LATEST: Final = 5


@dataclass(frozen=True)
class Act:
    """Something done in one gesture to how a record stands, and what undoes it."""

    slug: str
    label: str | Promise
    done: str | Promise
    values: Mapping[str, bool]


ACTS: Final[Mapping[str, Act]] = {
    one.slug: one
    for one in (
        Act("masquer", _("Retirer du public"), _("La fiche n’est plus montrée au public."), {"is_public": False}),
        Act("montrer", _("Montrer au public"), _("La fiche est montrée au public."), {"is_public": True}),
        Act("fermer", _("Fermer"), _("La fiche est fermée : elle ne se trouve plus."), {"is_active": False}),
        Act("rouvrir", _("Rouvrir"), _("La fiche est rouverte."), {"is_active": True}),
        Act(
            "disparu",
            _("Dire disparu"),
            _("Le service est dit disparu : il ne se trouve plus."),
            {"is_active": False, "is_defunct": True},
        ),
    )
}


@dataclass(frozen=True)
class Keeping:
    """``acts`` are those that change something. Empty of everything for whoever only reads."""

    sheet: Sheet
    record: Record
    may_keep: bool = False
    may_propose: bool = False
    acts: list[Act] = field(default_factory=list)
    locations: list[Location] = field(default_factory=list)
    programs: list[Program] = field(default_factory=list)
    quality: Service | None = None
    missing: list[Criterion] = field(default_factory=list)
    doubles: list[RecordPair] = field(default_factory=list)
    changes: list[tuple[str, Metadata]] = field(default_factory=list)

    @property
    def is_told(self) -> bool:
        """Whether anyone may read it, and say that something is wrong."""
        organization = organization_of(self.record)
        is_open = getattr(self.record, "is_active", True) and self.record.is_public
        return bool(is_open and organization and organization.is_public and organization.is_active)


def keeping(record: Record, access: Access) -> Keeping:
    organization = organization_of(record)
    sheet = sheet_of(record)
    may_keep = organization is not None and keeps(organization, access)
    may_propose = organization is not None and not may_keep and works_for(organization, access)
    if not (may_keep or may_propose):
        return Keeping(sheet, record)
    quality = _scored(record)
    is_whole = isinstance(record, Organization)
    return Keeping(
        sheet,
        record,
        may_keep,
        may_propose,
        acts=[one for one in ACTS.values() if may_keep and _changes(record, one)],
        locations=list(Location.objects.filter(organization=organization).order_by("name", "pk")) if is_whole else [],
        programs=list(Program.objects.filter(organization=organization).order_by("name", "pk")) if is_whole else [],
        doubles=list(doubles_of(record)) if may_keep else [],
        quality=quality,
        missing=missing(quality) if quality else [],
        changes=[(sheet.label(sheet.name_told(one.field_name)), one) for one in _latest(record)],
    )


def _scored(record: Record) -> Service | None:
    return scored(Service.objects.filter(pk=record.pk), today()).first() if isinstance(record, Service) else None


def _latest(record: Record) -> "models.QuerySet[Metadata]":
    return Metadata.objects.filter(resource_id=record.pk).order_by("-last_action_date", "-pk")[:_LATEST]


def standing_of(record: Record, act: Act) -> dict[str, bool]:
    """All that an act says of a record: reopened, a service is no longer gone."""
    values = dict(act.values)
    if "is_active" in values and _has(record, "is_defunct"):
        values.setdefault("is_defunct", False)
    return values


def undoing(record: Record, act: Act) -> str:
    """The act that brings back how the record stood before ``act``."""
    if "is_public" in act.values:
        return "montrer" if act.slug == "masquer" else "masquer"
    if getattr(record, "is_defunct", False):
        return "disparu"
    return "rouvrir" if getattr(record, "is_active", True) else "fermer"


def draft_of(access: Access, key: str) -> RecordDraft | None:
    return RecordDraft.objects.filter(user=access.user, key=key).first()


def body_of(record: Record) -> str:
    """Who answers for what an agent writes of it: the directory of its region, never a person."""
    organization = organization_of(record)
    return f"Ancrage, {organization.region.name}" if organization else "Ancrage"


def _changes(record: Record, act: Act) -> bool:
    if not all(_has(record, name) for name in act.values):
        return False
    return any(getattr(record, name) != value for name, value in act.values.items())


def _has(record: Record, name: str) -> bool:
    return any(isinstance(one, models.Field) and one.name == name for one in record._meta.get_fields())
