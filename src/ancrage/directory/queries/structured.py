"""Services and organisations in the words of schema.org, for search engines: from what was published, and nothing else."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from ancrage.directory.models import Organization, OrganizationKind, Publication
from ancrage.directory.queries.documents import organization_documents
from ancrage.directory.queries.translated import read_as

Data = dict[str, Any]

_CONTEXT: Final = "https://schema.org"
_GOVERNMENT: Final = frozenset({OrganizationKind.MUNICIPALITY, OrganizationKind.MRC, OrganizationKind.PUBLIC})
_DAYS: Final = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}


def service_address(pk: object) -> str:
    """Where anyone reads of a service."""
    return settings.BASE_URL + reverse("directory:public_service", args=[pk])


def organization_address(pk: object) -> str:
    return settings.BASE_URL + reverse("directory:public_organization", args=[pk])


def service_data(pk: UUID) -> Data | None:
    """A public service, in the reader's language; ``None`` when there is none."""
    rows = Publication.objects.public().filter(pk=pk).values_list("full", "service__organization__kind")
    found = rows.first()
    if found is None:
        return None
    text, kind = found
    document = read_as(text, english=(get_language() or "fr").startswith("en"))
    return {"@context": _CONTEXT} | _service(document, is_government=kind in _GOVERNMENT)


def organization_data(pk: UUID) -> Data | None:
    if not Organization.objects.filter(pk=pk, is_public=True).exists():
        return None
    english = (get_language() or "fr").startswith("en")
    return {"@context": _CONTEXT} | _organization(organization_documents([pk], english=english, full=False)[pk])


def _service(document: Data, *, is_government: bool) -> Data:
    given = document.get("service_at_locations", ())
    phones = [phone["number"] for phone in document.get("phones", ())]
    channels = [_channel(one, phones) for one in given] or (
        [{"@type": "ServiceChannel", **_by_phone(phones)}] * bool(phones)
    )
    return _filled(
        {
            "@type": "GovernmentService" if is_government else "Service",
            "@id": service_address(document["id"]),
            "url": service_address(document["id"]),
            "name": document["name"],
            "alternateName": document.get("alternate_name"),
            "description": document.get("description"),
            "provider": _organization(document["organization"]),
            "areaServed": [{"@type": "AdministrativeArea", "name": area["name"]} for area in _named(document)],
            "availableLanguage": sorted({one["code"] for one in document.get("languages", ()) if "code" in one}),
            "serviceType": [
                one["taxonomy_term"]["name"] for one in document.get("attributes", ()) if "taxonomy_term" in one
            ],
            "availableChannel": channels,
            "hoursAvailable": [day for one in document.get("schedules", ()) for day in _hours(one)],
        }
    )


def _named(document: Data) -> list[Data]:
    return [area for area in document.get("service_areas", ()) if area.get("name")]


def _channel(given: Data, phones: list[str]) -> Data:
    own = [phone["number"] for phone in given.get("phones", ())]
    return {"@type": "ServiceChannel", "serviceLocation": _place(given["location"], given), **_by_phone(own or phones)}


def _by_phone(phones: list[str]) -> Data:
    return {"servicePhone": [{"@type": "ContactPoint", "telephone": number} for number in phones]} if phones else {}


def _place(place: Data, given: Data) -> Data:
    point = {"latitude": place.get("latitude"), "longitude": place.get("longitude")}
    hours = [*given.get("schedules", ()), *place.get("schedules", ())]
    return _filled(
        {
            "@type": "Place",
            "name": place.get("name"),
            "description": place.get("description"),
            "address": [_address(one) for one in place.get("addresses", ()) if one["address_type"] == "physical"],
            "geo": {"@type": "GeoCoordinates", **point} if None not in point.values() else None,
            "telephone": [phone["number"] for phone in place.get("phones", ())],
            "openingHoursSpecification": [day for one in hours for day in _hours(one)],
        }
    )


def _address(address: Data) -> Data:
    lines = [address.get("address_1"), address.get("address_2")]
    return _filled(
        {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(filter(None, lines)),
            "addressLocality": address.get("city"),
            "addressRegion": address.get("state_province"),
            "postalCode": address.get("postal_code"),
            "addressCountry": address.get("country"),
        }
    )


def _organization(document: Data) -> Data:
    return _filled(
        {
            "@type": "Organization",
            "@id": organization_address(document["id"]),
            "name": document["name"],
            "alternateName": document.get("alternate_name"),
            "description": document.get("description"),
            "url": document.get("website"),
            "email": document.get("email"),
            "telephone": [phone["number"] for phone in document.get("phones", ())],
            "foundingDate": str(document["year_incorporated"]) if "year_incorporated" in document else None,
        }
    )


def _hours(schedule: Data) -> Iterator[Data]:
    """The hours of a week; what comes once a month has no words in schema.org."""
    days = [_DAYS[code] for day in schedule.get("byday", "").split(",") if (code := day.strip()) in _DAYS]
    if schedule.get("freq", "WEEKLY") == "WEEKLY" and days and "opens_at" in schedule and "closes_at" in schedule:
        yield _filled(
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": days,
                "opens": schedule["opens_at"],
                "closes": schedule["closes_at"],
                "validFrom": schedule.get("valid_from"),
                "validThrough": schedule.get("valid_to"),
            }
        )


def _filled(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in (None, "", [])}
