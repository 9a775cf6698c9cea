"""Who is named on a dossier, and dossiers seen by named people only."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.newcomers.messages import access as messages
from ancrage.newcomers.models import Case, CaseMoment, CaseTransition, CircleMember
from ancrage.newcomers.queries.staff import directors_of, nameable, with_stand_ins


class CircleRefused(Refused):
    """Who sees the dossier stays as it is."""


@transaction.atomic
def restrict(*, case: Case, reason: str, named: Iterable[User], by: User, at: datetime) -> Case:
    """From now on, only ``by``, ``named`` and those named before see the dossier.

    :raises CircleRefused: when it is restricted already, or others are named on it and not ``by``.
    """
    case = _locked(case)
    if case.is_restricted:
        raise CircleRefused(_("L’accès à ce dossier est déjà restreint."))
    claim(case=case, by=by, at=at)
    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    for user in named:
        keep_named(case=case, user=user, by=by, at=at)
    _moment(case, CaseMoment.RESTRICTED, reason, by=by, at=at)
    record("newcomers.case.restricted", by=by, on=case, at=at, fields=["is_restricted"], **_about(case))
    return case


@transaction.atomic
def unrestrict(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Whoever may read the dossiers of the service point sees this one again.

    :raises CircleRefused: when it is not restricted.
    """
    case = _locked(case)
    if not case.is_restricted:
        raise CircleRefused(_("L’accès à ce dossier n’est pas restreint."))
    case.is_restricted = False
    case.save(update_fields=["is_restricted"])
    _moment(case, CaseMoment.UNRESTRICTED, reason, by=by, at=at)
    record("newcomers.case.unrestricted", by=by, on=case, at=at, fields=["is_restricted"], **_about(case))
    return case


@transaction.atomic
def name(*, case: Case, user: User, by: User, at: datetime) -> CircleMember:
    """Name someone of the region on the dossier; they are told, and who replaces them when these read it too.

    :raises CircleRefused: for someone named already, who declared a tie, or who reads no dossier of the region.
    """
    case = _locked(case)
    if case.circle.filter(user=user, until=None).exists():
        raise CircleRefused(_("Cette personne est déjà nommée au dossier."), field="user")
    if case.ties.filter(user=user).exists():
        raise CircleRefused(_("Cette personne a déclaré un lien avec la personne du dossier."), field="user")
    if not nameable(case, local_day(at)).filter(pk=user.pk).exists():
        raise CircleRefused(_("Cette personne ne travaille pas avec les dossiers de la région."), field="user")
    member = keep_named(case=case, user=user, by=by, at=at)
    told = with_stand_ins(case, [user], at)
    notify(users=told, kind="newcomers.named", text=messages.named(case), path=messages.case_path(case), at=at)
    return member


@transaction.atomic
def unname(*, member: CircleMember, by: User, at: datetime) -> None:
    """Take someone off the dossier.

    :raises CircleRefused: for the last one named on a restricted dossier, or someone already taken off.
    """
    case = _locked(member.case)
    if not case.circle.filter(pk=member.pk, until=None).exists():
        raise CircleRefused(_("Cette personne n’est plus nommée au dossier."))
    if case.is_restricted and not _others(case, member.user).exists():
        raise CircleRefused(
            _("Au moins une personne reste nommée à un dossier restreint. Nommez-en une autre d’abord.")
        )
    end_naming(case=case, user=member.user, by=by, at=at)


@transaction.atomic
def claim(*, case: Case, by: User, at: datetime) -> None:
    """Be named on a dossier that names nobody: for whoever writes its first restricted row, or restricts it.

    Where others are named, they decide: one does not name oneself to read what they keep.

    :raises CircleRefused: when others are named and not ``by``.
    """
    if case.circle.filter(user=by, until=None).exists():
        return
    if _others(case, by).exists():
        raise CircleRefused(
            _("Des personnes sont déjà nommées à ce dossier : demandez-leur de vous nommer, ou à la direction.")
        )
    keep_named(case=case, user=by, by=by, at=at)


@transaction.atomic
def keep_named(*, case: Case, user: User, by: User, at: datetime) -> CircleMember:
    """Name ``user`` unless they are: for whoever is given a dossier. To name oneself, ``claim``."""
    known = case.circle.filter(user=user, until=None).first()
    if known:
        return known
    member = CircleMember.objects.create(case=case, user=user, since=at, named_by=by)
    record("newcomers.circle.named", by=by, on=member, at=at, **_about(case))
    return member


@transaction.atomic
def end_naming(*, case: Case, user: User, by: User, at: datetime) -> None:
    """Take ``user`` off the dossier if they are named, as when it leaves them. Does not keep the last one."""
    for member in case.circle.select_for_update(of=("self",)).filter(user=user, until=None).order_by("pk"):
        member.until = at
        member.save(update_fields=["until"])
        record("newcomers.circle.unnamed", by=by, on=member, at=at, fields=["until"], **_about(case))


@transaction.atomic
def hand_to_directors(*, case: Case, left: User, by: User, at: datetime) -> list[User]:
    """When ``left`` was the last one named on a restricted dossier, name the region's directors, whom it gives.

    Otherwise nobody would see the dossier, nor know that it is there.
    """
    if not case.is_restricted or _others(case, left).exists():
        return []
    directors = [one for one in directors_of(case.region_id, local_day(at)) if one != left]
    for director in directors:
        keep_named(case=case, user=director, by=by, at=at)
    return directors


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _others(case: Case, user: User) -> QuerySet[CircleMember]:
    """Those named beside ``user`` whose account is open: someone who left sees nothing."""
    return case.circle.filter(until=None, user__is_active=True).exclude(user=user)


def _moment(case: Case, kind: CaseMoment, note: str, *, by: User, at: datetime) -> None:
    CaseTransition.objects.create(case=case, at=at, by=by, kind=kind, note=note)


def _about(case: Case) -> dict[str, Any]:
    return {"about": [case.pk, case.person_id], "region": case.region.code}
