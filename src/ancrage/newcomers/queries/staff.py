"""Who answers for what, among the staff: whom to tell, whom to name."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ancrage.accounts.access import access_of
from ancrage.accounts.models import Assignment, User, UserQuerySet
from ancrage.accounts.notices import Told
from ancrage.accounts.roles import Reach, roles_with
from ancrage.agenda.queries.replacing import stand_ins
from ancrage.core.dates import local_day
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.referrals.models import Referral
from ancrage.territory.models import DirectorateRegion, ServicePoint, ServicePointQuerySet


def staff_of_point(service_point: UUID, day: date) -> UserQuerySet:
    """Those who may write the dossiers of a service point."""
    roles = roles_with(Permission.WRITE_CASE)
    return _assigned(day, Q(role__in=roles, service_point=service_point))


def staff_of_points(points: ServicePointQuerySet, day: date) -> UserQuerySet:
    """The same for several points, in order of name."""
    held = held_at(points, day).filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(held), is_active=True).in_order()


def held_at(points: ServicePointQuerySet, day: date) -> QuerySet[Assignment]:
    """What those who may write the dossiers of these points hold there."""
    roles = roles_with(Permission.WRITE_CASE)
    rows: QuerySet[Assignment] = Assignment.objects.on(day).filter(role__in=roles, user__is_active=True)
    return rows.filter(service_point__in=points.order_by().values("pk"))


def workers_of(
    points: Iterable[ServicePoint], day: date, *, among: Iterable[User] | None = None
) -> set[tuple[UUID, UUID | None]]:
    """Who may write the dossiers of which of these points: their ids, by point; of some people, only them."""
    held = _writing(day).filter(service_point__in=points)
    if among is not None:
        held = held.filter(user__in=among)
    return {(point, user) for point, user in held.order_by("pk").values_list("service_point_id", "user_id")}


def workers_at(points: ServicePointQuerySet, day: date) -> QuerySet[Assignment, Any]:
    """The same of all these points: the ids of the people."""
    return _writing(day).filter(service_point__in=points.values("pk")).values("user")


def _writing(day: date) -> QuerySet[Assignment]:
    return Assignment.objects.on(day).filter(role__in=roles_with(Permission.WRITE_CASE), user__is_active=True)


def directors_of(region: UUID, day: date) -> UserQuerySet:
    """Those who answer for who reads the restricted dossiers of a region."""
    return _assigned(day, _over(region, day) & Q(role__in=roles_with(Permission.GRANT_RESTRICTED)))


def privacy_officers(day: date) -> UserQuerySet:
    """Those who watch over every reading, everywhere."""
    return _assigned(day, Q(role__in=roles_with(Permission.READ_AUDIT, reach=Reach.ALL)))


def nameable(case: Case, day: date) -> UserQuerySet:
    """Those who may be named on a dossier: the region's, less those named already and those who know the person."""
    readers = _assigned(day, _over(case.region_id, day) & Q(role__in=roles_with(Permission.READ_CASE)))
    named = case.circle.filter(until=None).values("user")
    return readers.exclude(pk__in=named).exclude(pk__in=case.ties.values("user")).in_order()


def told_of(case: Case, day: date, *, is_restricted: bool = False) -> UserQuerySet:
    """Those to tell of something about a dossier: its agent, else its point; of what is restricted, those named."""
    if case.is_restricted or is_restricted:
        return User.objects.filter(is_active=True, pk__in=case.circle.filter(until=None).values("user"))
    if case.agent_id:
        return User.objects.filter(is_active=True, pk=case.agent_id)
    return staff_of_point(case.service_point_id, day).exclude(pk__in=case.ties.values("user"))


def with_stand_ins(case: Case, users: Iterable[User], at: datetime) -> list[Told]:
    """``users``, and instead of those away whoever replaces them, when these may read the dossier."""
    return instead_of_away(users, at, lambda one: reads(one, case, at))


def instead_of_away(users: Iterable[User], at: datetime, may: Callable[[User], bool]) -> list[Told]:
    """``users``, and instead of those away whoever replaces them and ``may`` be told.

    Someone absent is told as well, for their return; someone who left is not.
    """
    told = {user.pk: Told(user) for user in users}
    away = {
        pk: one
        for pk, one in stand_ins([one.user for one in told.values()], at).items()
        if one is not None and may(one)
    }
    for pk, stand_in in away.items():
        absent = told[pk].user
        told[pk] = Told(absent, is_away=True)
        told.setdefault(stand_in.pk, Told(stand_in, instead_of=absent))
    return [one for one in told.values() if one.user.is_active]


def told_of_referral(referral: Referral, at: datetime) -> list[Told] | None:
    """Those to tell of what comes of a referral: those of its dossier as it stands, and the sender who may read it.

    None when it is of no dossier.
    """
    case = Case.objects.filter(referrals__referral=referral).first()
    if case is None:
        return None
    told = list(told_of(case, local_day(at), is_restricted=referral.is_restricted))
    sender = referral.created_by
    if referral.is_restricted:
        # Read by those named, and by nobody instead of them.
        return [Told(user) for user in told]
    if sender not in told and (not sender.is_active or reads(sender, case, at)):
        told.append(sender)
    return with_stand_ins(case, told, at)


def reads(user: User, case: Case, at: datetime) -> bool:
    """Whether someone may open a dossier at a moment."""
    return Case.objects.visible_to(access_of(user, at)).filter(pk=case.pk).exists()


def _over(region: UUID, day: date) -> Q:
    """Assignments to a region, to one of its points, or to the directorate that answers for it."""
    covering = DirectorateRegion.objects.on(day).filter(region=region).values("directorate")
    return Q(region=region) | Q(service_point__region=region) | Q(directorate__in=covering)


def _assigned(day: date, where: Q) -> UserQuerySet:
    held = Assignment.objects.on(day).filter(where, user=OuterRef("pk"))
    return User.objects.filter(Exists(held), is_active=True)
