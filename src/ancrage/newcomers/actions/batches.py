"""The same thing done to several dossiers: what cannot be is kept with its reason, the rest is done."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import cycle
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.access import access_of
from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.dates import local_day
from ancrage.newcomers.actions.appointments import take_back_handed
from ancrage.newcomers.actions.closing import close_case, reopen_case
from ancrage.newcomers.actions.requests import assign, give_back, take
from ancrage.newcomers.awaiting import wait_for
from ancrage.newcomers.messages import requests as messages
from ancrage.newcomers.messages.awaiting import something_awaits
from ancrage.newcomers.models import (
    BatchKind,
    Case,
    CaseBatch,
    CaseBatchLine,
    CaseQuerySet,
    CaseState,
    ClosingReason,
    FollowUp,
    FollowUpState,
)
from ancrage.newcomers.queries.staff import instead_of_away
from ancrage.newcomers.queries.writing import message_languages, why_not_write, written_lately

_Act = Callable[[Case, CaseBatchLine], None]


class BatchRefused(Refused):
    """Nothing is done to any of the dossiers, or one of them stays as it is."""


@transaction.atomic
def assign_cases(
    *, cases: Iterable[Case], to: Sequence[User], by: User, at: datetime, with_appointments: bool = True
) -> CaseBatch:
    """Give the dossiers to ``to``, in turn when they are several. Each is told once.

    :param with_appointments: as in ``requests.assign``.
    """
    turn = cycle(to)

    def give(case: Case, line: CaseBatchLine) -> None:
        line.to_agent = next(turn)
        given = {"is_told": False, "with_appointments": with_appointments}
        assign(case=case, to=line.to_agent, by=by, at=at, **given)

    batch = _each(BatchKind.ASSIGNED, cases, give, by=by, at=at)
    _tell(batch, to, by=by, at=at)
    return batch


@transaction.atomic
def take_cases(*, cases: Iterable[Case], by: User, at: datetime) -> CaseBatch:
    """``by`` follows these dossiers from now on."""

    def take_it(case: Case, line: CaseBatchLine) -> None:
        if case.agent_id == by.pk:
            raise BatchRefused(_("Vous suivez déjà ce dossier."))
        line.to_agent = by
        take(case=case, by=by, at=at)

    return _each(BatchKind.ASSIGNED, cases, take_it, by=by, at=at)


@transaction.atomic
def close_cases(*, cases: Iterable[Case], reason: ClosingReason, note: str, by: User, at: datetime) -> CaseBatch:
    """Close the dossiers, for one reason."""

    def close(case: Case, line: CaseBatchLine) -> None:
        planned = list(FollowUp.objects.planned().filter(case=case).order_by("due_on").values_list("pk", flat=True))
        close_case(case=case, reason=reason, note=note, by=by, at=at)
        line.follow_ups = planned

    return _each(BatchKind.CLOSED, cases, close, by=by, at=at)


@transaction.atomic
def write_to(*, cases: Iterable[Case], by: User, at: datetime) -> CaseBatch:
    """Write to the person of each dossier that something awaits them, who may be written to."""

    def write(case: Case, line: CaseBatchLine) -> None:
        if why := why_not_write(case, written_lately([case], at)):
            raise BatchRefused(why)
        person = case.person
        languages = message_languages(person, local_day(at))
        something_awaits(line, to=person.email, languages=languages, later=wait_for(person, at), at=at)
        about = [case.pk, person.pk]
        record("newcomers.person.written_to", by=by, on=person, at=at, about=about, region=case.region.code)

    return _each(BatchKind.MESSAGED, cases, write, by=by, at=at)


@transaction.atomic
def undo_batch(*, batch: CaseBatch, cases: Iterable[Case], by: User, at: datetime) -> dict[Case, str]:
    """Put back each of ``cases`` as it was; returns those that changed since, with why they stay.

    :raises BatchRefused: when it was undone already, or too long ago.
    """
    held = CaseBatch.objects.undoable(at).select_for_update(of=("self",)).filter(pk=batch.pk, made_by=by).first()
    if held is None:
        raise BatchRefused(_("Ce geste ne peut plus être annulé."))
    put_back: _Act = _unassign(held, by, at) if held.kind == BatchKind.ASSIGNED else _unclose(held, by, at)
    left: dict[Case, str] = {}
    lines = held.lines.filter(refusal="", case__in=list(cases)).select_related("from_agent").order_by("case")
    for line in lines:
        case = _locked(line.case_id)
        if why := _tried(put_back, case, line):
            left[case] = why
    held.undone_at = at
    held.save(update_fields=["undone_at"])
    record("newcomers.batch.undone", by=by, on=held, at=at, about=[line.case_id for line in lines])
    return left


def _each(kind: BatchKind, cases: Iterable[Case], act: _Act, *, by: User, at: datetime) -> CaseBatch:
    batch = CaseBatch.objects.create(kind=kind, made_at=at, made_by=by)
    lines = []
    # In the order of their keys: two batches over the same dossiers wait for one another and never for ever.
    for pk in sorted(case.pk for case in cases):
        case = _locked(pk)
        line = CaseBatchLine(batch=batch, case=case, from_agent_id=case.agent_id, from_state=case.state)
        if why := _tried(act, case, line):
            line.refusal, line.to_agent, line.follow_ups = why[:300], None, []
        lines.append(line)
    CaseBatchLine.objects.bulk_create(lines)
    record(f"newcomers.batch.{kind}", by=by, on=batch, at=at, about=[line.case_id for line in lines])
    return batch


def _tried(act: _Act, case: Case, line: CaseBatchLine) -> str:
    """Why it was not done; nothing when it was."""
    try:
        with transaction.atomic():
            act(case, line)
    except Refused as refusal:
        return str(refusal)
    return ""


def _unassign(batch: CaseBatch, by: User, at: datetime) -> _Act:
    def put_back(case: Case, line: CaseBatchLine) -> None:
        if case.agent_id != line.to_agent_id:
            raise BatchRefused(_("Ce dossier a changé de mains depuis."))
        take_back_handed(case=case, handed_at=batch.made_at, by=by, at=at)
        if line.from_agent is not None:
            assign(case=case, to=line.from_agent, by=by, at=at, is_told=False, with_appointments=False)
        elif case.first_contact_at and case.first_contact_at > batch.made_at:
            raise BatchRefused(_("La personne a été jointe depuis."))
        else:
            give_back(case=case, state=CaseState(line.from_state), by=by, at=at)

    return put_back


def _unclose(batch: CaseBatch, by: User, at: datetime) -> _Act:
    def put_back(case: Case, line: CaseBatchLine) -> None:
        if case.closed_at != batch.made_at:
            raise BatchRefused(_("Ce dossier a été rouvert depuis."))
        reopen_case(case=case, note=_("Fermeture annulée."), by=by, at=at)
        Case.objects.filter(pk=case.pk).update(state=line.from_state)
        cancelled = FollowUp.objects.filter(pk__in=line.follow_ups, state=FollowUpState.CANCELLED)
        cancelled.update(state=FollowUpState.PLANNED)

    return put_back


def _tell(batch: CaseBatch, to: Iterable[User], *, by: User, at: datetime) -> None:
    for user in to:
        given = Case.objects.filter(pk__in=batch.lines.filter(to_agent=user).values("case"))
        if user != by and given.exists():
            _tell_of(given, user, at)


def _tell_of(given: CaseQuerySet, user: User, at: datetime) -> None:
    """Whoever replaces ``user`` is told of the dossiers that they may read, and of no other."""
    for told in instead_of_away([user], at, lambda one: given.visible_to(access_of(one, at)).exists()):
        seen = given if told.instead_of is None else given.visible_to(access_of(told.user, at))
        text, path = messages.assigned_many(seen.count()), messages.cases_path(user)
        notify(users=[told], kind="newcomers.batch.assigned", text=text, path=path, at=at)


def _locked(pk: UUID) -> Case:
    return Case.objects.select_for_update(of=("self",)).get(pk=pk)
