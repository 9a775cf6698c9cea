from datetime import UTC, datetime

from factory import SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from ancrage.referrals.models import DeclineReason, Referral, ReferralOutcome
from tests.factories.accounts import UserFactory
from tests.factories.directory import NeedDomainFactory, ServiceFactory


class DeclineReasonFactory(DjangoModelFactory[DeclineReason]):
    class Meta:
        model = DeclineReason

    code = Sequence(lambda n: f"motif-{n}")
    label_fr = Sequence(lambda n: f"Motif {n}")
    label_en = Sequence(lambda n: f"Reason {n}")


class ReferralOutcomeFactory(DjangoModelFactory[ReferralOutcome]):
    class Meta:
        model = ReferralOutcome

    code = Sequence(lambda n: f"resultat-{n}")
    label_fr = Sequence(lambda n: f"Résultat {n}")
    label_en = Sequence(lambda n: f"Outcome {n}")


class ReferralFactory(DjangoModelFactory[Referral]):
    """A draft; the database refuses a sent one without a consent, so tests send through the action."""

    class Meta:
        model = Referral

    reference = Sequence(lambda n: f"TST-2021-A{n:06}")
    service = SubFactory(ServiceFactory)
    organization = SelfAttribute("service.organization")
    region = SelfAttribute("organization.region")
    domain = SubFactory(NeedDomainFactory)
    created_at = datetime(2021, 7, 5, 14, 0, tzinfo=UTC)
    created_by = SubFactory(UserFactory)
