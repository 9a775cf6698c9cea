from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import Location, ServiceAtLocation, Taxonomy, TaxonomyTerm
from tests.access.rows import EVERYBODY, Row
from tests.factories.directory import MADE, OrganizationFactory, ServiceFactory


def _service(_user):
    return {"id": ServiceFactory.create().pk}


def _organization(_user):
    return {"id": OrganizationFactory.create().pk}


def _given(_user):
    service = ServiceFactory.create(published=False)
    place = Location.objects.create(created_at=MADE, modified_at=MADE)
    given = ServiceAtLocation.objects.create(service=service, location=place)
    publish([service.pk], at=MADE)
    return {"id": given.pk}


def _taxonomy(_user):
    return {"id": Taxonomy.objects.create(name="Classement").pk}


def _term(_user):
    return {"id": TaxonomyTerm.objects.create(name="Terme").pk}


def _file(_user):
    return {"name": "service"}


ROWS = [
    Row("api:hsds:api-root", EVERYBODY),
    Row("api:hsds:root", EVERYBODY),
    Row("api:hsds:services", EVERYBODY),
    Row("api:hsds:services", EVERYBODY, query={"format": "ndjson"}),
    Row("api:hsds:service", EVERYBODY, to=_service),
    Row("api:hsds:organizations", EVERYBODY),
    Row("api:hsds:organization", EVERYBODY, to=_organization),
    Row("api:hsds:service_at_locations", EVERYBODY),
    Row("api:hsds:service_at_location", EVERYBODY, to=_given),
    Row("api:hsds:taxonomies", EVERYBODY),
    Row("api:hsds:taxonomy", EVERYBODY, to=_taxonomy),
    Row("api:hsds:taxonomy_terms", EVERYBODY),
    Row("api:hsds:taxonomy_term", EVERYBODY, to=_term),
    Row("api:guide", EVERYBODY),
    Row("api:embed", EVERYBODY),
    Row("api:widget", EVERYBODY),
    Row("api:atom", EVERYBODY),
    Row("api:robots", EVERYBODY),
    Row("api:sitemap", EVERYBODY),
    Row("api:sitemap_services", EVERYBODY, to=lambda _user: {"number": 1}),
    Row("api:sitemap_organizations", EVERYBODY, to=lambda _user: {"number": 1}),
    Row("api:profile", EVERYBODY),
    Row("api:change", EVERYBODY, to=_file),
    Row("api:openapi_change", EVERYBODY),
    Row("api:schema", EVERYBODY, to=_file),
    Row("api:openapi", EVERYBODY),
]
