"""A service with one of everything that HSDS knows."""

from datetime import date, time
from decimal import Decimal

from ancrage.directory.actions.publishing import publish
from ancrage.directory.actions.taxonomies import publish_taxonomies
from ancrage.directory.models import (
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    FeeKind,
    Funding,
    Language,
    Location,
    Metadata,
    Organization,
    OrganizationIdentifier,
    Phone,
    Program,
    Public,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceEligibility,
    Taxonomy,
    TaxonomyTerm,
)
from ancrage.territory.dated import from_day
from tests.factories.directory import (
    MADE,
    NeedDomainFactory,
    OrganizationFactory,
    ServiceFactory,
    StatusCategoryFactory,
)


def rich_service() -> Service:
    organization = OrganizationFactory.create(
        name="Maison des Familles de Matane",
        short_name="MFM",
        public_email="bonjour@mfm.example",
        website="https://mfm.example/",
        description="Pour les familles.",
        english={"description": "For families."},
        legal_status="OBNL",
        year_incorporated=1998,
        extra={"tax_status": "exempt"},
    )
    program = Program.objects.create(
        organization=organization, name="Grandir", description="De 0 à 5 ans", created_at=MADE, modified_at=MADE
    )
    service = ServiceFactory.create(
        organization=organization,
        program=program,
        name="Halte-garderie",
        alternate_name="La halte",
        description="Garde d’enfants pendant les cours.",
        english={"name": "Drop-in child care", "description": "Child care during classes."},
        url="https://mfm.example/halte",
        email="halte@mfm.example",
        publics=[Public.FAMILIES],
        modes=["in_person"],
        languages=["fr", "es"],
        fee_kind=FeeKind.LOW,
        fee="8 $ par jour",
        eligibility="Enfants de 0 à 5 ans",
        minimum_age=0,
        maximum_age=5,
        application="Par téléphone",
        waiting_weeks=3,
        places=4,
        verified_on=date(2021, 6, 1),
        published=False,
    )
    place = Location.objects.create(
        organization=organization,
        name="Maison",
        municipality=organization.municipality,
        latitude=48.84,
        longitude=-67.52,
        created_at=MADE,
        modified_at=MADE,
    )
    _hang(organization, service, place)
    publish_taxonomies()
    publish([service.pk], at=MADE)
    return service


def _hang(organization: Organization, service: Service, place: Location) -> None:
    given = ServiceAtLocation.objects.create(service=service, location=place, description="Au rez-de-chaussée")
    Address.objects.create(location=place, address_1="12, rue du Port", city="Matane", postal_code="G4W 1A1")
    Accessibility.objects.create(location=place, description="Rampe", details="Porte de côté")
    OrganizationIdentifier.objects.create(organization=organization, type="NEQ", identifier="1140000000")
    contact = Contact.objects.create(
        service=service, name="Josée Bérubé", title="Éducatrice", email="josee@mfm.example", is_public=True
    )
    Contact.objects.create(service=service, name="Personne Discrète", email="discrete@mfm.example")
    phone = Phone.objects.create(service=service, number="418 555-0123", extension=4, type="voice")
    Phone.objects.create(contact=contact, number="418 555-0124")
    Phone.objects.create(organization=organization, number="418 555-0199", is_public=False)
    Language.objects.create(phone=phone, code="es")
    Schedule.objects.create(
        service_at_location=given,
        freq="WEEKLY",
        byday="MO,TU",
        opens_at=time(8),
        closes_at=time(16, 30),
        valid_from=date(2021, 1, 1),
    )
    ServiceArea.objects.create(service=service, mrc=organization.municipality.mrc, name="La Matanie")
    CostOption.objects.create(service=service, option="Par jour", currency="CAD", amount=Decimal("8.50"))
    RequiredDocument.objects.create(service=service, document="Carnet de vaccination")
    Funding.objects.create(service=service, funder="Ministère de la Famille")
    service.domains.add(NeedDomainFactory.create(code="garde", label_fr="Garde", label_en="Child care"))
    rule = ServiceEligibility(service=service, status=StatusCategoryFactory.create(), is_admitted=False)
    rule.during = from_day(date(2021, 1, 1))
    rule.save()
    taxonomy = Taxonomy.objects.create(name="Autre classement", description="D’ailleurs")
    term = TaxonomyTerm.objects.create(taxonomy=taxonomy, code="C1", name="Garde", description="Garde d’enfants")
    Attribute.objects.create(service=service, term=term)
    licensed = Taxonomy.objects.create(name="Sous licence", description="Sous licence", is_shared=False)
    secret = TaxonomyTerm.objects.create(taxonomy=licensed, code="XX-9", name="Réservé", description="Réservé")
    Attribute.objects.create(service=service, term=secret)
    Metadata.objects.create(
        resource_id=service.pk,
        resource_type="service",
        last_action_date=MADE,
        last_action_type="update",
        field_name="name",
        previous_value="Garde",
        replacement_value="Halte-garderie",
        updated_by="MFM",
    )
