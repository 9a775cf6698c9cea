from factory import LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from ancrage.directory.models import (
    NeedDomain,
    Organization,
    OrganizationKind,
    OrganizationMember,
    Service,
    StatusCategory,
    StatusGroup,
    Stream,
)
from ancrage.territory.dated import from_day
from tests.factories.accounts import UserFactory
from tests.factories.territory import LONG_AGO, MunicipalityFactory


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

    name = Sequence(lambda n: f"Organisme {n}")
    kind = OrganizationKind.COMMUNITY
    municipality = SubFactory(MunicipalityFactory)
    region = SelfAttribute("municipality.mrc.region")
    email = Sequence(lambda n: f"organisme{n}@partenaires.example")


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

    organization = SubFactory(OrganizationFactory)
    name = Sequence(lambda n: f"Service {n}")
    languages = LazyFunction(lambda: ["fr"])
    modes = LazyFunction(lambda: ["in_person"])
