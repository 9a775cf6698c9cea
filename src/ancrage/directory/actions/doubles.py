"""Probable doubles are found, said to be two, or made one; and two again within thirty days."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.errors import Refused
from ancrage.core.merging import Rule, all_keys_to, give_back, move, name_of, rule_of
from ancrage.directory.actions.publishing import publish
from ancrage.directory.actions.records import change_record
from ancrage.directory.models import Organization, RecordMerge, RecordPair, Service
from ancrage.directory.models.base import Record
from ancrage.directory.queries.contents import content_of
from ancrage.directory.queries.items import BY_KIND
from ancrage.directory.queries.likeness import Like, like_organizations, like_services
from ancrage.directory.queries.records import organization_of, services_of
from ancrage.territory.models import Region

_STANDING = ("is_active", "is_public", "is_defunct")


class PairRefused(Refused):
    """Nothing was merged, or taken apart."""


@transaction.atomic
def find_doubles(*, organizations: Iterable[Organization] = (), services: Iterable[Service] = (), at: datetime) -> int:
    """Propose those that are probably one. Returns how many are new."""
    found = [("organization", like) for like in like_organizations(organizations)]
    found += [("service", like) for like in like_services(services)]
    rows = [row for kind, like in found if (row := _pair(kind, like, at)) is not None]
    before = RecordPair.objects.count()
    RecordPair.objects.bulk_create(rows, ignore_conflicts=True)
    return RecordPair.objects.count() - before


@transaction.atomic
def set_apart(*, pair: RecordPair, by: User, at: datetime) -> None:
    """Say that they are two: the pair is not proposed again."""
    RecordPair.objects.filter(pk=pair.pk, apart_at=None).update(apart_at=at, apart_by=by)
    record("directory.recordpair.set_apart", by=by, on=pair, at=at)


@transaction.atomic
def propose_again(*, pair: RecordPair, by: User, at: datetime) -> None:
    RecordPair.objects.filter(pk=pair.pk).update(apart_at=None, apart_by=None)
    record("directory.recordpair.proposed_again", by=by, on=pair, at=at)


@transaction.atomic
def merge_records(*, pair: RecordPair, from_other: Collection[str], by: User, body: str, at: datetime) -> RecordMerge:
    """Make one of the two records of ``pair``: ``one`` stays, with what points to ``other``, which is kept aside, closed.

    :param from_other: names of the items whose value is the other's.
    :raises PairRefused: when either is gone, was merged already, or what points to it cannot follow.
    """
    kept, absorbed = _locked(pair)
    taken = {name: value for name, value in content_of(absorbed).items() if name in from_other}
    former = {name: value for name, value in content_of(kept).items() if name in taken}
    moved = _take_rows(kept, absorbed)
    standing = {name: getattr(absorbed, name) for name in _STANDING if hasattr(absorbed, name)}
    _set(absorbed, {name: name == "is_defunct" for name in standing}, at)
    change_record(record=kept, content=_as_new(taken), by=by, body=body, at=at)
    written = content_of(type(kept)._default_manager.get(pk=kept.pk))
    organization = organization_of(kept)
    assert organization is not None  # noqa: S101 - both sorts have one
    merge = RecordMerge.objects.create(
        kind=pair.kind,
        kept=kept.pk,
        absorbed=absorbed.pk,
        organization=organization,
        moved=moved,
        changed={name: [former[name], written[name]] for name in taken},
        standing=standing,
        made_at=at,
        made_by=by,
    )
    _register(kept, "merged", taken, by=by, at=at)
    publish({*services_of(kept), *services_of(absorbed)}, at=at)
    pair.delete()
    return merge


@transaction.atomic
def undo_merge(*, merge: RecordMerge, by: User, body: str, at: datetime) -> None:
    """Two records again: each takes back what it had; what was corrected since stays.

    :raises PairRefused: after thirty days, or once done.
    """
    found = RecordMerge.objects.select_for_update(of=("self",)).undoable(at).filter(pk=merge.pk).first()
    model = BY_KIND[merge.kind].model
    records = {one.pk: one for one in model._default_manager.filter(pk__in=[merge.kept, merge.absorbed]).order_by("pk")}
    if found is None or len(records) < 2:
        raise PairRefused(_("Cette fusion ne peut plus être annulée."))
    kept, absorbed = records[found.kept], records[found.absorbed]
    give_back(found.moved, kept=kept, to=absorbed)
    _set(absorbed, found.standing, at)
    current = content_of(kept)
    back = {name: before for name, (before, after) in found.changed.items() if current[name] == after}
    change_record(record=kept, content=_as_new(back), by=by, body=body, at=at)
    found.undone_at, found.undone_by = at, by
    found.save(update_fields=["undone_at", "undone_by"])
    _register(_body(kept), "merge_undone", (), by=by, at=at)
    publish({*services_of(kept), *services_of(absorbed)}, at=at)


def _locked(pair: RecordPair) -> tuple[Organization | Service, Organization | Service]:
    model = BY_KIND[pair.kind].model
    rows = model._default_manager.select_for_update(of=("self",)).filter(pk__in=[pair.one, pair.other]).order_by("pk")
    records = {record.pk: record for record in rows}
    is_merged = RecordMerge.objects.filter(undone_at=None, absorbed__in=[pair.one, pair.other]).exists()
    if len(records) < 2 or is_merged or not RecordPair.objects.filter(pk=pair.pk).exists():
        raise PairRefused(_("Ces deux fiches ont déjà été réunies."))
    return _body(records[pair.one]), _body(records[pair.other])


def _body(record: Record) -> Organization | Service:
    assert isinstance(record, Organization | Service)  # noqa: S101 - the two sorts that are compared
    return record


def _register(row: Organization | Service, act: str, names: Collection[str], *, by: User, at: datetime) -> None:
    fields = {name.removesuffix("_en") for name in names}
    record(f"directory.{row._meta.model_name}.{act}", by=by, on=row, at=at, fields=fields, region=_region(row))


def _take_rows(kept: Record, absorbed: Record) -> dict[str, list[str]]:
    """Keys of the rows that followed, by foreign key."""
    moved: dict[str, list[str]] = {}
    try:
        for key in all_keys_to(type(kept)):
            if rule_of(key) is Rule.STAY:
                continue
            for row in key.model._base_manager.filter(**{key.name: absorbed}).exclude(pk=kept.pk).order_by("pk"):
                if move(row, key, kept):
                    moved.setdefault(name_of(key), []).append(str(row.pk))
    except IntegrityError as error:
        raise PairRefused(_("Ce qui dépend de l’autre fiche ne peut pas suivre : rien n’est fusionné.")) from error
    return moved


def _set(record: Record, values: dict[str, bool], at: datetime) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.modified_at = at
    record.save(update_fields=[*values, "modified_at"])


def _as_new(content: dict[str, object]) -> dict[str, object]:
    """Rows of another record become new ones."""
    return {
        name: [{**row, "id": ""} if isinstance(row, dict) and "id" in row else row for row in value]
        if isinstance(value, list)
        else value
        for name, value in content.items()
    }


def _pair(kind: str, like: Like, at: datetime) -> RecordPair | None:
    if kind == "organization":
        owners = {like.one: like.one, like.other: like.other}
    else:
        owners = dict(Service.objects.filter(pk__in=[like.one, like.other]).values_list("pk", "organization"))
    if RecordMerge.objects.filter(undone_at=None, absorbed__in=[like.one, like.other]).exists():
        return None
    return RecordPair(
        kind=kind,
        one=like.one,
        other=like.other,
        one_organization_id=_key(owners[like.one]),
        other_organization_id=_key(owners[like.other]),
        score=like.score,
        reasons=list(like.reasons),
        found_at=at,
    )


def _key(value: object) -> UUID:
    assert isinstance(value, UUID)  # noqa: S101 - a key
    return value


def _region(row: Organization | Service) -> str:
    key = row.region_id if isinstance(row, Organization) else row.organization.region_id
    return Region.objects.values_list("code", flat=True).get(pk=key)
