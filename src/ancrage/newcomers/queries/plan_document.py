"""What the plan handed over to the person holds beside needs, goals and actions."""

from datetime import date
from typing import Any

from ancrage.directory.queries.cards import phone_of
from ancrage.newcomers.models import Case, CaseReferral, Person
from ancrage.newcomers.queries.languages import document_language
from ancrage.plans.queries import LANGUAGES
from ancrage.referrals.models import ReferralState
from ancrage.territory.models import HostOffice

_SHORT = {"eng": "en", "spa": "es", "ara": "ar"}
_TOLD = (
    ReferralState.SENT,
    ReferralState.OPENED,
    ReferralState.UNDER_STUDY,
    ReferralState.ACCEPTED,
    ReferralState.WAITING_LIST,
    ReferralState.STARTED,
    ReferralState.DONE,
)


def plan_language(person: Person, day: date) -> str:
    """The language set beside French in a plan made on ``day``; empty for French alone."""
    language = document_language(person, day) or ""
    language = _SHORT.get(language, language)
    return language if language in LANGUAGES else ""


def plan_context(case: Case, day: date) -> dict[str, Any]:
    """Names, places, referrals and the next follow-up, as JSON. Restricted referrals are left out."""
    office = HostOffice.objects.select_related("municipality").get(pk=case.service_point.host_office_id)
    follow_up = case.follow_ups.planned().filter(due_on__gte=day).order_by("due_on").first()
    return {
        "person": case.person.full_name,
        "first_name": case.person.given_names or case.person.full_name,
        "reference": case.reference,
        "service_point": case.service_point.name,
        "address": ", ".join(part for part in (office.address, office.municipality.name) if part),
        "agent": case.agent.full_name if case.agent else "",
        "follow_up_on": follow_up.due_on.isoformat() if follow_up else None,
        "referrals": [_referral(tie) for tie in told_referrals(case)],
    }


def told_referrals(case: Case) -> list[CaseReferral]:
    """Those the person may be told of: sent, and not restricted."""
    ties = case.referrals.filter(referral__is_restricted=False, referral__state__in=_TOLD)
    ties = ties.exclude(need__is_restricted=True)
    ties = ties.select_related("referral__service", "referral__organization")
    return list(ties.prefetch_related("referral__organization__phones").order_by("referral__sent_at", "pk"))


def _referral(tie: CaseReferral) -> dict[str, Any]:
    referral = tie.referral
    return {
        "need": str(tie.need_id) if tie.need_id else None,
        "service": referral.service.name,
        "organization": referral.organization.name,
        "phone": phone_of(referral.organization),
        "state": referral.state,
        "meeting_on": referral.meeting_at.isoformat() if referral.meeting_at else None,
    }
