from datetime import UTC, datetime

from factory import LazyFunction, SelfAttribute, Sequence, SubFactory, post_generation
from factory.django import DjangoModelFactory

from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import (
    Language,
    NeedDomain,
    Organization,
    OrganizationKind,
    OrganizationMember,
    Phone,
    Service,
    StatusCategory,
    StatusGroup,
    Stream,
)
from ancrage.territory.dated import from_day
from tests.factories.accounts import UserFactory
from tests.factories.territory import LONG_AGO, MunicipalityFactory

MADE = datetime(2021, 1, 4, 15, tzinfo=UTC)


class NeedDomainFactory(DjangoModelFactory[NeedDomain]):
    class Meta:
        model = NeedDomain

    code = Sequence(lambda n: f"domaine-{n}")
    label_fr = Sequence(lambda n: f"Domaine {n}")
    label_en = Sequence(lambda n: f"Domain {n}")
    stream = Stream.SETTLEMENT


class StatusCategoryFactory(DjangoModelFactory[StatusCategory]):
    class Meta:
        model = StatusCategory

    code = Sequence(lambda n: f"statut-{n}")
    label_fr = Sequence(lambda n: f"Statut {n}")
    label_en = Sequence(lambda n: f"Status {n}")
    group = StatusGroup.TEMPORARY


class OrganizationFactory(DjangoModelFactory[Organization]):
    class Meta:
        model = Organization
        skip_postgeneration_save = True

    name = Sequence(lambda n: f"Organisme {n}")
    kind = OrganizationKind.COMMUNITY
    municipality = SubFactory(MunicipalityFactory)
    region = SelfAttribute("municipality.mrc.region")
    email = Sequence(lambda n: f"organisme{n}@partenaires.example")
    created_at = MADE
    modified_at = MADE

    @post_generation
    def phone(self, create, number, **_fields):
        if create and number:
            Phone.objects.create(organization=self, number=number)


class OrganizationMemberFactory(DjangoModelFactory[OrganizationMember]):
    class Meta:
        model = OrganizationMember

    organization = SubFactory(OrganizationFactory)
    user = SubFactory(UserFactory)
    during = LazyFunction(lambda: from_day(LONG_AGO))


class ServiceFactory(DjangoModelFactory[Service]):
    """Offered to anyone: give it ``areas`` and ``domains`` when the test is about choosing."""

    class Meta:
        model = Service
        skip_postgeneration_save = True

    organization = SubFactory(OrganizationFactory)
    name = Sequence(lambda n: f"Service {n}")
    modes = LazyFunction(lambda: ["in_person"])
    created_at = MADE
    modified_at = MADE

    @post_generation
    def languages(self, create, codes, **_fields):
        if create:
            Language.objects.bulk_create(Language(service=self, code=code) for code in codes or ["fr"])

    @post_generation
    def published(self, create, wanted, **_fields):
        """Found and told, as when it is entered on screen; ``published=False`` leaves it unknown."""
        if create and wanted is not False:
            publish([self.pk], at=MADE)
