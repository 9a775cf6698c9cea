"""A small directory with everything that the API may be asked, and what it must keep to itself."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
from django.test import Client

from ancrage.directory.actions.publishing import publish
from ancrage.directory.actions.taxonomies import publish_taxonomies
from ancrage.directory.models import (
    Address,
    Attribute,
    Location,
    Organization,
    Program,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from tests.directory.rich import rich_service
from tests.factories.directory import MADE, NeedDomainFactory, OrganizationFactory, ServiceFactory

HERE = "/api/hsds/v3"


def world() -> list[Service]:
    """Seventeen services, one of which is not public, and one of an organisation that is not."""
    rich = rich_service()
    term = TaxonomyTerm.objects.get(code="C1")
    child = TaxonomyTerm.objects.create(taxonomy=term.taxonomy, parent=term, code="C2", name="Halte", description="")
    french = NeedDomainFactory.create(code="francisation", label_fr="Francisation", label_en="French")
    found = [rich]
    for number in range(12):
        service = ServiceFactory.create(
            name=f"Cours de français {number}" if number % 2 else f"Logement {number}",
            organization=rich.organization if number % 3 == 0 else OrganizationFactory.create(description=""),
            modified_at=MADE + timedelta(days=number),
            published=False,
            **({"english": {"name": f"French class {number}"}} if number % 4 == 1 else {}),
        )
        if number % 2:
            service.domains.add(french)
        if number % 4 == 0:
            Attribute.objects.create(service=service, term=child if number % 8 else term)
        _given(service, public=number != 5, point=(48.58 + number / 50, -68.19))
        found.append(service)
    hidden = ServiceFactory.create(name="Service caché", is_public=False, published=False)
    body = OrganizationFactory.create(name="Organisme caché", is_public=False)
    inside = ServiceFactory.create(name="Service d’un organisme caché", organization=body, published=False)
    _given(hidden, public=True, point=(48.6, -68.2))
    OrganizationFactory.create(name="Filiale", parent=body)
    secret = Program.objects.create(
        organization=rich.organization, name="Programme caché", is_public=False, created_at=MADE, modified_at=MADE
    )
    Service.objects.filter(pk=found[1].pk).update(program=secret)
    licensed = TaxonomyTerm.objects.get(code="XX-9")
    Attribute.objects.create(organization=rich.organization, term=licensed)
    publish_taxonomies()
    found += [hidden, inside]
    publish([one.pk for one in found], at=MADE)
    return found


def _given(service: Service, *, public: bool, point: tuple[float, float]) -> None:
    place = Location.objects.create(
        organization=service.organization,
        name="Lieu public" if public else "Refuge secret",
        municipality=service.organization.municipality,
        latitude=point[0],
        longitude=point[1],
        is_public=public,
        created_at=MADE,
        modified_at=MADE,
    )
    Address.objects.create(location=place, address_1="1, rue X" if public else "9, rue Secrète", city="Mont-Joli")
    ServiceAtLocation.objects.create(service=service, location=place, description="" if public else "Chemin secret")
    if service.organization.municipality.name:
        ServiceArea.objects.create(service=service, municipality=service.organization.municipality)


def ask(path: str, **query: Any) -> Any:
    answer = Client().get(f"{HERE}{path}", query_params={name: str(value) for name, value in query.items()})
    assert answer.status_code == 200, answer.content
    return orjson.loads(answer.content)


def lines(path: str, **query: Any) -> list[Any]:
    answer = Client().get(f"{HERE}{path}", query_params={"format": "ndjson", **query})
    assert answer.status_code == 200
    return [orjson.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def walk(path: str, size: int, **query: Any) -> Iterator[Any]:
    number = 1
    while not (page := ask(path, page=number, per_page=size, **query))["empty"]:
        yield from page["contents"]
        number += 1


SECRETS = (
    "caché",
    "Refuge secret",
    "rue Secrète",
    "Chemin secret",
    "XX-9",
    "Réservé",
    "Sous licence",
    "Personne Discrète",
    "discrete@mfm.example",
    "555-0199",
)
"""What no answer may hold."""


def referral_emails() -> list[str]:
    return list(Organization.objects.exclude(email="").order_by("pk").values_list("email", flat=True))


def private_taxonomy() -> Taxonomy:
    return Taxonomy.objects.get(is_shared=False)
