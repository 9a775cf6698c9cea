"""What Ancrage sorts services by, as published taxonomies: the same ids everywhere, made from the codes."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, Final
from uuid import UUID, uuid5

from ancrage.directory.models import Service, ServiceEligibility

NEEDS, STATUSES, PUBLICS, MODES, FEES = "besoins", "statuts", "publics", "modes", "couts"

# Of ours, for ever: an id is the same in every Ancrage, and in what others made of it.
_NAMESPACE: Final = UUID("5b0c1b1e-6a0e-5c39-9d2b-0d1d6f3f5a11")


def taxonomy_id(code: str) -> UUID:
    return uuid5(_NAMESPACE, code)


def term_id(taxonomy: str, code: str) -> UUID:
    return uuid5(_NAMESPACE, f"{taxonomy}/{code}")


def own_attributes(ids: Collection[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """By service, the terms of our own taxonomies it is sorted by, as rows of ``Attribute``."""
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for service, term in _own_terms(ids):
        row = {"id": uuid5(service, str(term)), "service_id": service, "term_id": term}
        found[service].append(row | {"english": {}, "extra": {}, "link_type": "", "value": "", "label": ""})
    return found


def _own_terms(ids: Collection[UUID]) -> Iterator[tuple[UUID, UUID]]:
    services = Service.objects.filter(pk__in=ids).order_by("pk")
    for service, code in (
        services.filter(domains__isnull=False)
        .values_list("pk", "domains__code")
        .order_by("pk", "domains__position", "domains__code")
    ):
        yield service, term_id(NEEDS, code)
    for service, publics, modes, fee in services.values_list("pk", "publics", "modes", "fee_kind"):
        yield from ((service, term_id(PUBLICS, code)) for code in publics)
        yield from ((service, term_id(MODES, code)) for code in modes)
        if fee:
            yield service, term_id(FEES, fee)


def eligibility_documents(ids: Collection[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """By service, which statuses it admits or not, from when to when: an addition of our profile."""
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    rules = ServiceEligibility.objects.filter(service__in=ids).select_related("status").order_by("pk")
    for rule in rules:
        days = {"valid_from": rule.during.lower, "valid_to": rule.during.upper}
        found[rule.service_id].append(
            {
                "id": str(rule.pk),
                "taxonomy_term_id": str(term_id(STATUSES, rule.status.code)),
                "is_admitted": rule.is_admitted,
                **{name: day.isoformat() for name, day in days.items() if day},
            }
        )
    return found
