"""What a service is found by: its words, by weight, and its tags (``queries.tags``)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final
from uuid import UUID

from django.db.models import Prefetch

from ancrage.core.cldr import short_code
from ancrage.directory.models import (
    Attribute,
    Language,
    Location,
    NeedDomain,
    Schedule,
    Service,
    ServiceArea,
    ServiceEligibility,
)
from ancrage.directory.models.base import Part
from ancrage.directory.queries import tags
from ancrage.directory.queries.terms import FEES, MODES, NEEDS, PUBLICS, taxonomy_id, term_id

_EVENING: Final = time(17, 30)
_WEEKEND: Final = frozenset({"SA", "SU"})


@dataclass
class Indexed:
    """By weight, French then English: names; what it is about and whose it is; what is said of it."""

    names: list[str] = field(default_factory=list)
    names_en: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    about_en: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    said_en: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def indexed(services: Collection[Service], day: date) -> dict[UUID, Indexed]:
    """Of services loaded by ``to_index``."""
    return {service.pk: _one(service, day) for service in services}


def to_index(ids: Collection[UUID], day: date) -> list[Service]:
    """The services with all that they are found by."""
    rules = ServiceEligibility.objects.filter(during__contains=day, is_admitted=False).select_related("status")
    places = Location.objects.select_related("municipality").prefetch_related(
        "accessibilities", Prefetch("schedules", Schedule.objects.order_by("pk"))
    )
    return list(
        Service.objects.filter(pk__in=ids)
        .select_related("organization", "program")
        .prefetch_related(
            Prefetch("domains", NeedDomain.objects.in_order()),
            Prefetch("languages", Language.objects.order_by("pk")),
            Prefetch("locations", places.order_by("pk")),
            Prefetch("schedules", Schedule.objects.order_by("pk")),
            Prefetch("areas", ServiceArea.objects.select_related("region", "mrc", "municipality").order_by("pk")),
            Prefetch("eligibilities", rules.order_by("pk"), to_attr="refusals"),
            Prefetch("attributes", Attribute.objects.select_related("term").order_by("pk")),
        )
        .order_by("pk")
    )


def _one(service: Service, day: date) -> Indexed:
    organization, program = service.organization, service.program
    found = Indexed(tags=sorted(set(_tags(service, day))))
    _add(found.names, found.names_en, service, "name", "alternate_name")
    _add(found.about, found.about_en, organization, "name", "short_name")
    if program is not None:
        _add(found.about, found.about_en, program, "name", "alternate_name")
    for domain in service.domains.all():
        found.about.append(domain.label_fr)
        found.about_en.append(domain.label_en)
    for attribute in service.attributes.all():
        if attribute.term is not None:
            _add(found.about, found.about_en, attribute.term, "name")
    _add(found.said, found.said_en, service, "description", "eligibility", "application", "schedule", "fee")
    for place in service.locations.all():
        _add(found.said, found.said_en, place, "name")
        if place.municipality is not None:
            found.said.append(place.municipality.name)
    return found


def _add(french: list[str], english: list[str], row: Part, *names: str) -> None:
    """The texts ``names`` of ``row``, which is a ``Part``."""
    for name in names:
        if text := getattr(row, name):
            french.append(text)
        if text := row.english.get(name):
            english.append(text)


def _tags(service: Service, day: date) -> Iterator[str]:
    yield tags.organization(service.organization_id)
    if service.is_public and service.organization.is_public:
        yield tags.PUBLIC
    if service.is_active and service.organization.is_active:
        yield tags.ACTIVE
        if not service.is_paused(day):
            yield tags.OPEN
        if service.accepts_referrals and service.organization.email:
            yield tags.REFERRED
    yield from _sorted_by(service)
    yield from _where(service)
    yield from _when(service)
    yield from (tags.refuses(rule.status.code) for rule in service.refusals)  # type: ignore[attr-defined] # prefetched


def _sorted_by(service: Service) -> Iterator[str]:
    codes = {
        NEEDS: [domain.code for domain in service.domains.all()],
        PUBLICS: service.publics,
        MODES: service.modes,
        FEES: [service.fee_kind] if service.fee_kind else [],
    }
    short = {NEEDS: tags.domain, PUBLICS: tags.public, MODES: tags.mode, FEES: tags.fee}
    for taxonomy, found in codes.items():
        for code in found:
            yield short[taxonomy](code)
            yield tags.term(term_id(taxonomy, code))
        if found:
            yield tags.taxonomy(taxonomy_id(taxonomy))
    for attribute in service.attributes.all():
        if attribute.term is not None:
            yield tags.term(attribute.term.pk)
            if attribute.term.taxonomy_id:
                yield tags.taxonomy(attribute.term.taxonomy_id)
    yield from (tags.language(short_code(code)) for code in service.language_codes)


def _where(service: Service) -> Iterator[str]:
    for place in service.locations.all():
        if place.municipality_id:
            yield tags.given_in(place.municipality_id)
        if any(one.description or one.details for one in place.accessibilities.all()):
            yield tags.ACCESSIBLE
    for area in service.areas.all():
        served = area.municipality_id or area.mrc_id or area.region_id
        if served:
            yield tags.serves(served)


def _when(service: Service) -> Iterator[str]:
    places = [schedule for place in service.locations.all() for schedule in place.schedules.all()]
    for schedule in list(service.schedules.all()) or places:
        if (schedule.closes_at and schedule.closes_at > _EVENING) or (
            schedule.opens_at and schedule.opens_at >= _EVENING
        ):
            yield tags.EVENING
        if _WEEKEND & set(schedule.byday.split(",")):
            yield tags.WEEKEND
