"""Who works for an organisation: what lets a partner's account see what the organisation receives."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.errors import Refused
from ancrage.directory.models import Organization, OrganizationMember
from ancrage.territory.dated import from_day


class MemberRefused(Refused):
    """The person cannot be attached to the organisation, or detached, at those dates."""


@transaction.atomic
def attach(*, organization: Organization, user: User, start: date, by: Actor, at: datetime) -> OrganizationMember:
    """From ``start``, ``user`` works for ``organization``.

    :raises MemberRefused: for a closed account, or someone who works there already.
    """
    if not user.is_active:
        raise MemberRefused(_("Ce compte est fermé."), field="user")
    member = OrganizationMember(organization=organization, user=user, during=from_day(start))
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError as error:
        raise MemberRefused(_("Cette personne travaille déjà pour cet organisme à ces dates."), field="user") from error
    record("directory.member.attached", by=by, on=member, at=at, about=[user.pk], fields=["organization", "during"])
    return member


@transaction.atomic
def detach(*, member: OrganizationMember, before: date, by: Actor, at: datetime) -> None:
    """End it: ``before`` is the first day without it.

    :raises MemberRefused: when it would end before it starts.
    """
    member = OrganizationMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if before <= member.during.lower:
        raise MemberRefused(_("La fin doit suivre le début."), field="before")
    member.during = from_day(member.during.lower, before)
    member.save(update_fields=["during"])
    record("directory.member.detached", by=by, on=member, at=at, about=[member.user_id], fields=["during"])
