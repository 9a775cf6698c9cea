from datetime import UTC, datetime
from decimal import Decimal

from factory import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from ancrage.directory.models import Occupation, OrganizationKind
from ancrage.employers.models import Contact, Employer, Establishment, Intervention, InterventionType, Vacancy
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.territory import MunicipalityFactory

MOMENT = datetime(2021, 1, 4, 15, tzinfo=UTC)


class EmployerFactory(DjangoModelFactory[Employer]):
    class Meta:
        model = Employer

    organization = SubFactory(OrganizationFactory, kind=OrganizationKind.BUSINESS, is_public=False)
    region = LazyAttribute(lambda made: made.organization.region)
    neq = Sequence(lambda n: f"11{n:08d}")
    opened_at = MOMENT
    changed_at = MOMENT


class EstablishmentFactory(DjangoModelFactory[Establishment]):
    class Meta:
        model = Establishment

    employer = SubFactory(EmployerFactory)
    municipality = SubFactory(MunicipalityFactory)


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    employer = SubFactory(EmployerFactory)
    name = "Ginette Simard"


class InterventionTypeFactory(DjangoModelFactory[InterventionType]):
    class Meta:
        model = InterventionType
        django_get_or_create = ("code",)

    code = "suivi"
    label_fr = "Suivi"
    label_en = "Follow-up"


class InterventionFactory(DjangoModelFactory[Intervention]):
    class Meta:
        model = Intervention

    employer = SubFactory(EmployerFactory)
    type = SubFactory(InterventionTypeFactory)
    at = MOMENT
    by = SubFactory(UserFactory)
    summary = "Visite de l’atelier"


class OccupationFactory(DjangoModelFactory[Occupation]):
    class Meta:
        model = Occupation
        django_get_or_create = ("code",)

    code = "94142"
    title_fr = "Ouvriers/ouvrières dans les usines de transformation du poisson"


class VacancyFactory(DjangoModelFactory[Vacancy]):
    class Meta:
        model = Vacancy

    employer = SubFactory(EmployerFactory)
    occupation = SubFactory(OccupationFactory)
    title = "Ouvrière ou ouvrier en transformation du poisson"
    wage_from = Decimal("18.50")
    made_at = MOMENT
    made_by = SubFactory(UserFactory)
