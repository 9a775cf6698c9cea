"""Two persons made one, and two again."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core import serializers
from django.core.serializers.base import DeserializedObject
from django.db import models, transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.errors import Refused
from ancrage.core.merging import Rule, give_back, keys_to, move, name_of, rule_of
from ancrage.newcomers.actions.appointments import bring_appointments_back, carry_on
from ancrage.newcomers.actions.closing import ClosingRefused, close_case, reopen_case
from ancrage.newcomers.actions.groups import bring_seats_back, carry_seats_on
from ancrage.newcomers.actions.merge_news import tell_of_merge, tell_of_undone_merge
from ancrage.newcomers.models import (
    Case,
    CaseAppointment,
    CaseState,
    ClosingReason,
    Inscription,
    LikelyDouble,
    Person,
    PersonMerge,
)
from ancrage.newcomers.models.person import EDITABLE

DUPLICATE = "doublon"
"""The reason for which a dossier opened twice is closed."""


class MergeRefused(Refused):
    """Nothing was merged, or taken apart."""


@transaction.atomic
def set_apart(*, pair: LikelyDouble, by: User, at: datetime) -> None:
    """Say that they are two persons: the pair is not proposed again."""
    LikelyDouble.objects.filter(pk=pair.pk, apart_at=None).update(apart_at=at, apart_by=by)
    record("newcomers.double.set_apart", by=by, on=pair, at=at, about=[pair.one_id, pair.other_id])


@transaction.atomic
def propose_again(*, pair: LikelyDouble, by: User, at: datetime) -> None:
    LikelyDouble.objects.filter(pk=pair.pk).update(apart_at=None, apart_by=None)
    record("newcomers.double.proposed_again", by=by, on=pair, at=at, about=[pair.one_id, pair.other_id])


@transaction.atomic
def merge_persons(
    *,
    pair: LikelyDouble,
    from_other: Collection[str],
    continuing: Case | None,
    seen: Mapping[Any, int],
    by: User,
    at: datetime,
) -> PersonMerge:
    """Make one of the two persons of ``pair``: ``one`` stays, with everything of ``other``.

    :param from_other: names of ``EDITABLE`` whose value is the other's.
    :param continuing: of two open dossiers, the one that goes on; the other is closed as a duplicate.
    :param seen: by person, the revision that was compared.
    :raises MergeRefused: when either changed since, or the dossier to close cannot be.
    """
    kept, absorbed = _locked(pair, seen)
    closed, followed, seats = _close_duplicate(kept, absorbed, continuing, by=by, at=at)
    before = serializers.serialize("json", [absorbed, kept])
    changed = _take_values(kept, absorbed, from_other)
    moved, dropped = _take_rows(kept, absorbed)
    absorbed_id = absorbed.pk
    absorbed.delete()
    merge = PersonMerge.objects.create(
        kept=kept,
        absorbed=absorbed_id,
        made_at=at,
        made_by=by,
        snapshot=json.dumps(
            {
                "before": before,
                "changed": changed,
                "moved": moved,
                "dropped": dropped,
                "closed": str(closed.pk) if closed else None,
                "appointments": [str(tie.pk) for tie in followed],
                "inscriptions": [str(one.pk) for one in seats],
            }
        ),
    )
    about = [kept.pk, absorbed_id, *kept.cases.order_by("pk").values_list("pk", flat=True)]
    tell_of_merge(cases=kept.cases.open(), over=closed, by=by, at=at)
    record("newcomers.person.merged", by=by, on=kept, at=at, fields=changed, about=about)
    return merge


@transaction.atomic
def undo_merge(*, merge: PersonMerge, by: User, at: datetime) -> None:
    """Two persons again: each takes back what it had; what was entered since stays with the one kept.

    :raises MergeRefused: after thirty days, once done, or when a dossier cannot be opened again.
    """
    found = PersonMerge.objects.select_for_update(of=("self",)).undoable(at).filter(pk=merge.pk).first()
    if found is None:
        raise MergeRefused(_("Cette fusion ne peut plus être annulée."))
    past = json.loads(found.snapshot)
    kept = Person.objects.select_for_update(of=("self",)).get(pk=found.kept_id)
    absorbed, former = (_person(one) for one in serializers.deserialize("json", past["before"]))
    absorbed.compared_revision = None
    absorbed.save(force_insert=True)
    _give_values_back(kept, absorbed, former, past["changed"])
    _give_rows_back(kept, absorbed, past)
    reopened = Case.objects.filter(pk=past["closed"]).first()
    if reopened:
        _reopen(reopened, by=by, at=at)
        _bring_back(Case.objects.get(pk=reopened.pk), past, by=by, at=at)
    both = Case.objects.open().filter(person__in=[kept.pk, absorbed.pk])
    tell_of_undone_merge(cases=both, reopened=reopened, by=by, at=at)
    found.undone_at, found.undone_by, found.snapshot = at, by, ""
    found.save(update_fields=["undone_at", "undone_by", "snapshot"])
    record("newcomers.person.merge_undone", by=by, on=kept, at=at, about=[kept.pk, found.absorbed])


@transaction.atomic
def forget_snapshots(*, at: datetime) -> int:
    """Empty what undoing needed, once it can no longer be undone. Returns how many."""
    over = PersonMerge.objects.exclude(snapshot="").exclude(pk__in=PersonMerge.objects.undoable(at).values("pk"))
    return over.update(snapshot="")


def _person(one: DeserializedObject) -> Person:
    assert isinstance(one.object, Person)  # noqa: S101 for the types: the snapshot holds two persons
    return one.object


def _locked(pair: LikelyDouble, seen: Mapping[Any, int]) -> tuple[Person, Person]:
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=[pair.one_id, pair.other_id]).order_by("pk")
    persons = {person.pk: person for person in rows}
    if len(persons) < 2:
        raise MergeRefused(_("Ces deux fiches ont déjà été réunies."))
    if any(person.revision != seen.get(pk) for pk, person in persons.items()):
        raise MergeRefused(_("Une des deux fiches a changé depuis. Comparez-les de nouveau."))
    return persons[pair.one_id], persons[pair.other_id]


def _close_duplicate(
    kept: Person, absorbed: Person, continuing: Case | None, *, by: User, at: datetime
) -> tuple[Case | None, list[CaseAppointment], list[Inscription]]:
    """The dossier closed, if there were two, and its planned appointments and seats that go on in the other."""
    cases = list(Case.objects.open().filter(person__in=[kept, absorbed]).order_by("pk"))
    if len(cases) < 2:
        return None, [], []
    if continuing is None or continuing not in cases:
        raise MergeRefused(_("Choisissez le dossier qui continue."), field="continuing")
    [over] = [case for case in cases if case != continuing]
    reason = ClosingReason.objects.filter(code=DUPLICATE).first()
    if reason is None:
        raise MergeRefused(_("La liste des motifs de fermeture n’a plus « Dossier en double »."))
    note = _("Même personne que le dossier %(reference)s.") % {"reference": continuing}
    followed = carry_on(case=over, to=continuing, by=by, at=at)
    seats = carry_seats_on(case=over, to=continuing, by=by, at=at)
    try:
        close_case(case=over, reason=reason, note=note, by=by, at=at)
    except ClosingRefused as refusal:
        raise MergeRefused(f"{over.reference} : {refusal}", field="continuing") from refusal
    return over, followed, seats


def _take_values(kept: Person, absorbed: Person, from_other: Collection[str]) -> list[str]:
    changed = [name for name in EDITABLE if name in from_other and getattr(kept, name) != getattr(absorbed, name)]
    for name in changed:
        setattr(kept, name, getattr(absorbed, name))
    kept.revision += 1
    kept.save(update_fields=[*changed, "revision"])
    return changed


def _take_rows(kept: Person, absorbed: Person) -> tuple[dict[str, list[str]], str]:
    """Keys of the rows moved, by foreign key; the rows dropped, serialized."""
    moved: dict[str, list[str]] = {}
    dropped: list[models.Model] = []
    for key in keys_to(Person):
        rule = rule_of(key)
        for row in key.model._base_manager.filter(**{key.name: absorbed}).order_by("pk"):
            if rule is not Rule.DROP and move(row, key, kept):
                moved.setdefault(name_of(key), []).append(str(row.pk))
                continue
            dropped.append(row)
            key.model._base_manager.filter(pk=row.pk).delete()
    return moved, serializers.serialize("json", dropped)


def _give_values_back(kept: Person, absorbed: Person, former: Person, changed: list[str]) -> None:
    """A field corrected since the merge keeps its correction."""
    names = [name for name in changed if getattr(kept, name) == getattr(absorbed, name)]
    for name in names:
        setattr(kept, name, getattr(former, name))
    kept.revision += 1
    kept.save(update_fields=[*names, "revision"])


def _give_rows_back(kept: Person, absorbed: Person, past: Mapping[str, Any]) -> None:
    give_back(past["moved"], kept=kept, to=absorbed)
    for row in serializers.deserialize("json", past["dropped"]):
        row.save()


def _bring_back(case: Case, past: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """What went on in the other dossier."""
    bring_appointments_back(ties=past.get("appointments", []), to=case, by=by, at=at)
    bring_seats_back(inscriptions=past.get("inscriptions", []), to=case, by=by, at=at)


def _reopen(case: Case, *, by: User, at: datetime) -> None:
    if case.state != CaseState.CLOSED:
        return
    try:
        reopen_case(case=case, note=_("Fusion annulée."), by=by, at=at)
    except ClosingRefused as refusal:
        raise MergeRefused(f"{case.reference} : {refusal}") from refusal
