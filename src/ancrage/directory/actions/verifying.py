"""Records are verified: by their organisation, asked by e-mail, or by whoever keeps the directory."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.clock import real_now
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.directory.actions.records import verify_records
from ancrage.directory.messages import verification_asked
from ancrage.directory.models import Organization, VerificationDelay, VerificationLink
from ancrage.directory.queries.verifying import records_of
from ancrage.territory.actions.dated_rules import make_room, take_back
from ancrage.territory.dated import from_day

LASTS: Final = timedelta(days=60)


class VerificationRefused(Refused):
    """Nobody is asked, or the link no longer serves."""


@transaction.atomic
def ask_for_verification(*, organization: Organization, by: Actor, at: datetime) -> VerificationLink:
    """Write to the organisation a link that says its records right. Earlier links serve no more.

    :raises VerificationRefused: when it has no address.
    """
    to = organization.email or organization.public_email
    if not to:
        raise VerificationRefused(_("Cet organisme n’a aucun courriel : joignez-le par téléphone."))
    start = real_now()
    organization.verification_links.open(start).update(expires_at=start)
    link = VerificationLink.objects.create(
        organization=organization, sent_to=to, created_at=start, expires_at=start + LASTS
    )
    verification_asked(link, at=at)
    record("directory.verification.asked", by=by, on=link, at=at, region=organization.region.code)
    return link


@transaction.atomic
def verify_by_link(*, link: VerificationLink, at: datetime) -> None:
    """All is right, says the organisation.

    :raises VerificationRefused: when the link served or is over.
    """
    found = VerificationLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not found.is_open(real_now()):
        raise VerificationRefused(_("Ce lien ne sert plus."))
    found.used_at = real_now()
    found.save(update_fields=["used_at"])
    verify_records(records=records_of(link.organization), by=link, at=at)


@transaction.atomic
def change_verification_delay(
    *, months: int, reason: str, starts_on: date, by: User, at: datetime
) -> VerificationDelay:
    """From ``starts_on`` on, a record holds so many months.

    :raises RuleRefused: for a day that is past, or when another delay begins that day or later.
    """
    make_room(_delays(), starts_on, at)
    made = VerificationDelay.objects.create(
        months=months, reason=reason, during=from_day(starts_on), decided_by=by, decided_at=at
    )
    record("directory.verificationdelay.changed", by=by, on=made, at=at, fields=["months", "during"])
    return made


@transaction.atomic
def withdraw_verification_delay(*, delay: VerificationDelay, by: User, at: datetime) -> None:
    """Undo ``change_verification_delay`` until the end of the day it begins: the one before lasts again.

    :raises RuleRefused: once it began, or when another follows it.
    """
    rules = _delays()
    if delay in rules:
        record("directory.verificationdelay.withdrawn", by=by, on=delay, at=at, fields=["months", "during"])
        take_back(rules, delay, from_=local_day(at))


def _delays() -> list[VerificationDelay]:
    return list(VerificationDelay.objects.select_for_update(of=("self",)).order_by("during"))
