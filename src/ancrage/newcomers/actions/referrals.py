from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.core import Refused
from ancrage.core.dates import local_day
from ancrage.core.ids import uuid7
from ancrage.directory.models import Service
from ancrage.newcomers.models import Case, CaseReferral, CaseState, Consent
from ancrage.newcomers.queries.consents import consent_for
from ancrage.newcomers.queries.package import package_for
from ancrage.newcomers.queries.referral_choice import option_for
from ancrage.plans.models import Need
from ancrage.referrals.actions import sending
from ancrage.referrals.models import Referral


class ReferralRefused(Refused):
    """The person cannot be sent to this service now."""


@transaction.atomic
def refer(*, case: Case, need: Need, service: Service, lines: Collection[str], by: User, at: datetime) -> Referral:
    """Send the person to ``service`` for ``need``, with what they agreed to share less what is left out.

    :param lines: keys of the package's lines to communicate.
    :raises ReferralRefused: without a consent in force, or to a service that does not fit; twice is refused too.
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("region", "person__municipality__mrc")
        .get(pk=case.pk)
    )
    if case.state == CaseState.CLOSED:
        raise ReferralRefused(_("Ce dossier est fermé. Rouvrez-le pour aiguiller la personne."))
    consent = _held(consent_for(case.pk, service.organization_id, local_day(at)))
    if consent is None or not consent.is_in_force(local_day(at)):
        raise ReferralRefused(_("Aucun consentement en vigueur ne permet cet aiguillage. Inscrivez-en un d’abord."))
    option, _situation = option_for(case, need, service, local_day(at))
    if not option.fits:
        raise ReferralRefused(option.why_not)
    package = package_for(case, need, consent, at)
    name, kept = package.kept(lines)
    key = uuid7()
    referral = sending.draft(
        pk=key,
        region=case.region,
        service=option.service,
        domain=need.domain,
        summary=package.summary(lines),
        package=kept,
        person_name=name,
        told_email=package.told_email,
        told_language=package.told_language,
        owner_path=reverse("newcomers:referral", args=[case.pk, key]),
        concerns=[case.pk, case.person_id],
        is_restricted=need.is_restricted,
        by=by,
        at=at,
    )
    CaseReferral.objects.create(case=case, referral=referral, need=need, consent=consent)
    sending.send(referral=referral, by=by, at=at)
    referral.refresh_from_db()
    return referral


def _held(consent: Consent | None) -> Consent | None:
    """The consent, which nobody withdraws before the transaction ends."""
    return consent and Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)


@transaction.atomic
def resend(*, tie: CaseReferral, by: User, at: datetime) -> None:
    """Ask again for an answer, with a new link.

    :raises ReferralRefused: when the consent no longer allows it.
    """
    if tie.consent is None or not tie.consent.is_in_force(local_day(at)):
        raise ReferralRefused(_("Le consentement n’est plus en vigueur : inscrivez-en un avant de renvoyer."))
    sending.resend(referral=tie.referral, by=by, at=at)
