"""What is known of a person that services ask about."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from ancrage.core.cldr import short_code
from ancrage.directory.models import StatusCategory
from ancrage.newcomers.models import Case, CaseReferral, Consent
from ancrage.plans.models import Need
from ancrage.referrals.models import Referral
from ancrage.territory.models import Municipality


@dataclass(frozen=True)
class Situation:
    """What is known of the person that services ask about."""

    municipality: Municipality | None
    status: StatusCategory | None
    languages: frozenset[str]
    french: int | None
    interpreter: str
    consents: tuple[Consent, ...]
    earlier: dict[UUID, Referral] = field(default_factory=dict)

    def consent_for(self, organization_id: UUID) -> Consent | None:
        """The consent under which this organisation may be written to."""
        for consent in self.consents:
            named = {one.pk for one in consent.organizations.all()}
            if not named or organization_id in named:
                return consent
        return None


def situation_of(case: Case, need: Need, day: date) -> Situation:
    person = case.person
    status = person.statuses.current(day).select_related("category").order_by("-valid_from", "-pk").first()
    french = person.french_levels.filter(assessed_on__lte=day).order_by("-assessed_on", "-pk").first()
    ties = CaseReferral.objects.filter(case=case, need=need).select_related("referral__decline_reason")
    consents = Consent.objects.for_referral(day).filter(case=case).prefetch_related("organizations")
    return Situation(
        municipality=person.municipality,
        status=status.category if status else None,
        languages=frozenset(short_code(code) for code in person.languages),
        french=french.speaking if french else None,
        interpreter=person.interpreter_language,
        consents=tuple(consents.order_by("-given_at", "-pk")),
        earlier={tie.referral.service_id: tie.referral for tie in ties.order_by("referral__created_at", "pk")},
    )
