"""« Je connais cette personne »: the dossier goes to someone else."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.newcomers.actions.circle import end_naming, hand_to_directors
from ancrage.newcomers.messages import access as messages
from ancrage.newcomers.models import Case, CaseMoment, CaseTransition, DeclaredTie
from ancrage.newcomers.queries.staff import directors_of, told_of, with_stand_ins


class TieRefused(Refused):
    """The tie is not declared."""


@transaction.atomic
def declare_tie(*, case: Case, by: User, at: datetime) -> DeclaredTie:
    """Take the dossier out of the sight of ``by``, for good, and give it back to the service point.

    A restricted dossier that named nobody else names the region's directors, so that someone answers for it.

    :raises TieRefused: when it is declared already.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.ties.filter(user=by).exists():
        raise TieRefused(_("Vous avez déjà déclaré ce lien."))
    tie = DeclaredTie.objects.create(case=case, user=by, declared_at=at)
    case.exceptional_accesses.filter(user=by, expires_at__gt=at).update(expires_at=at)
    if case.agent_id == by.pk:
        _give_back(case, by=by, at=at)
    end_naming(case=case, user=by, by=by, at=at)
    hand_to_directors(case=case, left=by, by=by, at=at)
    directors = [one for one in directors_of(case.region_id, local_day(at)) if one != by]
    about = [case.pk, case.person_id]
    record("newcomers.tie.declared", by=by, on=tie, at=at, about=about, region=case.region.code)
    _tell(case, directors, by=by, at=at)
    return tie


def _give_back(case: Case, *, by: User, at: datetime) -> None:
    """No agent any more: it shows in the list of the service point, for another to take."""
    case.agent = None
    case.save(update_fields=["agent"])
    for held in case.assignments.select_for_update(of=("self",)).filter(during__contains=at).order_by("pk"):
        held.during = type(held.during)(held.during.lower, at, "[)")
        held.save(update_fields=["during"])
    note = _("Lien déclaré avec la personne du dossier.")
    CaseTransition.objects.create(case=case, at=at, by=by, kind=CaseMoment.REASSIGNED, note=note)


def _tell(case: Case, directors: list[User], *, by: User, at: datetime) -> None:
    told = [user for user in [*directors, *told_of(case, local_day(at))] if user != by]
    path = messages.case_path(case)
    notify(
        users=with_stand_ins(case, told, at),
        kind="newcomers.tie_declared",
        text=messages.tie_declared(case),
        path=path,
        at=at,
    )
