"""Whoever follows a dossier that a merge touched hears of it, and its own history says so."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db.models import QuerySet

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.core.dates import local_day
from ancrage.newcomers.messages import merging as messages
from ancrage.newcomers.models import Case, CaseMoment, CaseTransition
from ancrage.newcomers.queries.staff import reads, told_of, with_stand_ins

Words = Callable[[User], str]


def tell_of_merge(*, cases: QuerySet[Case], over: Case | None, by: User, at: datetime) -> None:
    """``cases``: the open dossiers of the person kept; ``over``: the one that was closed for it."""
    for case in cases.order_by("pk"):
        note = over.reference if over else ""
        CaseTransition.objects.create(case=case, at=at, by=by, kind=CaseMoment.MERGED, note=note)
        _tell(case, partial(messages.gained, case, over), leads_to=case, by=by, at=at)
        if over:
            _tell(over, partial(messages.went_into, over, case), leads_to=case, by=by, at=at)


def tell_of_undone_merge(*, cases: QuerySet[Case], reopened: Case | None, by: User, at: datetime) -> None:
    """``cases``: the open dossiers of the two persons. That one is opened again is in its history already."""
    for case in cases.order_by("pk"):
        if case == reopened:
            _tell(case, partial(messages.opened_again, case), leads_to=case, by=by, at=at)
        else:
            CaseTransition.objects.create(case=case, at=at, by=by, kind=CaseMoment.UNMERGED)
            _tell(case, partial(messages.two_again, case), leads_to=case, by=by, at=at)


def _tell(case: Case, words: Words, *, leads_to: Case, by: User, at: datetime) -> None:
    """Its agent, and those named when it is restricted, less ``by``; nobody when no one follows it yet."""
    told = [one for one in told_of(case, local_day(at)) if one != by] if case.agent_id or case.is_restricted else []
    for one in with_stand_ins(case, told, at):
        seen = leads_to if reads(one.user, leads_to, at) else case
        notify(users=[one], kind="newcomers.merged", text=words(one.user), path=messages.case_path(seen), at=at)
