"""What Ancrage sorts services by, as published taxonomies: the same ids everywhere, made from the codes."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any, Final
from uuid import UUID, uuid5

from ancrage.core.sql import Among
from ancrage.directory.models import Service, ServiceEligibility

NEEDS, STATUSES, PUBLICS, MODES, FEES = "besoins", "statuts", "publics", "modes", "couts"

# Of ours, for ever: an id is the same in every Ancrage, and in what others made of it.
_NAMESPACE: Final = UUID("5b0c1b1e-6a0e-5c39-9d2b-0d1d6f3f5a11")


Row = dict[str, Any]
_BARE: Final[Row] = {"english": {}, "extra": {}, "link_type": "", "value": "", "label": ""}


@cache
def taxonomy_id(code: str) -> UUID:
    return uuid5(_NAMESPACE, code)


@cache
def term_id(taxonomy: str, code: str) -> UUID:
    return uuid5(_NAMESPACE, f"{taxonomy}/{code}")


def own_attributes(ids: Collection[UUID], services: Iterable[Row]) -> Iterator[Row]:
    """The terms of our own taxonomies by which ``services``, their rows, are sorted, as rows of ``Attribute``."""
    domains = Service.objects.filter(Among("id", ids), domains__isnull=False).order_by("domains__position", "pk")
    for service, code, french, english in domains.values_list(
        "pk", "domains__code", "domains__label_fr", "domains__label_en"
    ):
        yield _attribute(service, NEEDS, code) | {"said": french, "said_en": english}
    for row in services:
        yield from (_attribute(row["id"], PUBLICS, code) for code in row["publics"])
        yield from (_attribute(row["id"], MODES, code) for code in row["modes"])
        if row["fee_kind"]:
            yield _attribute(row["id"], FEES, row["fee_kind"])


def _attribute(service: UUID, taxonomy: str, code: str) -> Row:
    term = term_id(taxonomy, code)
    return {
        "id": uuid5(service, code),
        "service_id": service,
        "term_id": term,
        "taxonomy": taxonomy,
        "code": code,
        **_BARE,
    }


def eligibility_rows(ids: Collection[UUID]) -> Iterator[Row]:
    """Which statuses services admit or not, from when to when."""
    rules = ServiceEligibility.objects.filter(Among("service_id", ids)).select_related("status").order_by("pk")
    for rule in rules:
        yield {
            "id": rule.pk,
            "service_id": rule.service_id,
            "status": rule.status.code,
            "is_admitted": rule.is_admitted,
            "during": rule.during,
        }
