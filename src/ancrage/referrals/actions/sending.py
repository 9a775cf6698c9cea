from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ancrage.accounts.models import User
from ancrage.core.actors import Actor
from ancrage.core.clock import real_now
from ancrage.core.dates import local_day
from ancrage.directory.models import NeedDomain, Service
from ancrage.referrals import messages
from ancrage.referrals.actions.linking import issue_link
from ancrage.referrals.actions.moving import ReferralRefused, locked, move, register
from ancrage.referrals.models import AnswerLink, Referral
from ancrage.referrals.transitions import SEND
from ancrage.territory.actions.references import next_reference
from ancrage.territory.models import Region

# How long before the answer is due the organisation is reminded.
REMIND_BEFORE: Final = timedelta(days=3)


@transaction.atomic
def draft(
    *,
    pk: UUID,
    region: Region,
    service: Service,
    domain: NeedDomain,
    summary: dict[str, Any],
    package: list[dict[str, str]],
    person_name: str,
    told_email: str,
    told_language: str,
    owner_path: str,
    concerns: Iterable[UUID],
    is_restricted: bool,
    by: User,
    at: datetime,
) -> Referral:
    """A referral not yet sent. Its owner ties itself to it, then calls ``send``, in one transaction."""
    return Referral.objects.create(
        pk=pk,
        reference=next_reference(region, at=at, kind="A"),
        region=region,
        service=service,
        organization=service.organization,
        domain=domain,
        is_restricted=is_restricted or domain.is_sensitive,
        summary=summary,
        package=package,
        person_name=person_name,
        told_email=told_email,
        told_language=told_language,
        owner_path=owner_path,
        concerns=list(concerns),
        created_at=at,
        created_by=by,
    )


@transaction.atomic
def send(*, referral: Referral, by: Actor, at: datetime) -> AnswerLink:
    """Send the referral to the organisation's registered address, with a link to answer it.

    The transition keeps what kinds of information were communicated; the database refuses a referral
    without a consent in force.

    :raises ReferralRefused: the service takes no one now.
    """
    referral = locked(referral.pk)
    service = referral.service
    if not (service.is_active and referral.organization.is_active) or service.is_paused(local_day(at)):
        raise ReferralRefused(_("Ce service n’accueille personne en ce moment."))
    referral.sent_at, referral.expires_at = at, at + timedelta(days=service.answer_days)
    with override("fr"):
        communicated = [_("Nom")] if referral.person_name else []
    communicated += [line["label"] for line in referral.package]
    move(referral, SEND, by=by, at=at, note=", ".join(communicated), fields=("sent_at", "expires_at"))
    link = issue_link(referral, at=at)
    messages.referral_received(referral, link, at=at)
    return link


@transaction.atomic
def resend(*, referral: Referral, by: Actor, at: datetime) -> AnswerLink:
    """Send a new link and start the delay again; the earlier links stop working.

    :raises ReferralRefused: when no answer is awaited any more.
    """
    referral = locked(referral.pk)
    if not referral.is_awaiting:
        raise ReferralRefused(_("Aucune réponse n’est attendue : cet aiguillage ne se renvoie pas."))
    referral.expires_at = at + timedelta(days=referral.service.answer_days)
    referral.reminded_at = None
    referral.save(update_fields=["expires_at", "reminded_at"])
    register(referral, "resent", by=by, at=at, fields=("expires_at",))
    link = issue_link(referral, at=at)
    messages.referral_received(referral, link, at=at)
    return link


@transaction.atomic
def remind(*, referral: Referral, by: Actor, at: datetime) -> bool:
    """Write once to the organisation when the answer is nearly due; nothing when it came meanwhile."""
    referral = locked(referral.pk)
    link = referral.links.filter(revoked_at=None, used_at=None, expires_at__gt=real_now()).order_by("-pk").first()
    if not referral.is_awaiting or referral.reminded_at or referral.is_late(at) or link is None:
        return False
    referral.reminded_at = at
    referral.save(update_fields=["reminded_at"])
    register(referral, "reminded", by=by, at=at, fields=("reminded_at",))
    messages.referral_reminded(referral, link, at=at)
    return True
