from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ancrage.core.cldr import language_name, language_names
from ancrage.directory.models import Organization, OrganizationMember, Service, ServiceArea, ServiceMode
from ancrage.ui.formats import day as in_words


def organizations_of(user_id: UUID, day: date) -> frozenset[UUID]:
    """The organisations a person works for on ``day``."""
    members = OrganizationMember.objects.on(day).filter(user=user_id)
    return frozenset(members.values_list("organization_id", flat=True))


@dataclass(frozen=True)
class ServiceCard:
    """A service as lists show it. ``state`` colours ``intake``, which says whether it takes people."""

    service: Service
    place: str
    intake: str
    state: str
    modes: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def is_public(self) -> bool:
        return self.service.is_public and self.service.organization.is_public


def card(service: Service, day: date) -> ServiceCard:
    """Of a service loaded ``with_names``."""
    towns = [place.municipality.name for place in service.locations.all() if place.municipality]
    return _card(service, towns, service.language_codes, day)


def cards_of(ids: Collection[UUID], day: date) -> dict[UUID, ServiceCard]:
    """By service, its card. One statement."""
    found = Service.objects.for_cards().filter(pk__in=ids).order_by("pk")
    return {one.pk: _card(one, one.towns, one.spoken, day) for one in found}  # type: ignore[attr-defined] # annotated


def _card(service: Service, towns: Iterable[str], spoken: Iterable[str], day: date) -> ServiceCard:
    """It is given in its places' municipalities, or in its organisation's."""
    intake, state = intake_of(service, day)
    place = ", ".join(dict.fromkeys(towns)) or town_of(service.organization)
    languages = [language_name(code).capitalize() for code in spoken if code != "fr"]
    modes = tuple(str(ServiceMode(mode).label) for mode in service.modes)
    tags = tuple(filter(None, [service.fee, *modes, *languages]))
    return ServiceCard(service, place, intake, state, modes, tags)


def town_of(organization: Organization) -> str:
    return organization.municipality.name if organization.municipality else ""


def intake_of(service: Service, day: date) -> tuple[str, str]:
    if not service.is_active:
        return _("N’est plus offert"), "bad"
    if service.is_paused(day):
        until = service.resumes_on
        return (_("Suspendu jusqu’au %(day)s") % {"day": in_words(until)} if until else _("Accueil suspendu")), "bad"
    if weeks := service.waiting_weeks:
        return ngettext("%(n)d semaine d’attente", "%(n)d semaines d’attente", weeks) % {"n": weeks}, "wait"
    return _("Places offertes"), "ok"


@dataclass(frozen=True)
class ServiceFacts:
    """What the page of a service adds to its card."""

    needs: list[str]
    languages: str
    areas: list[str]
    admitted: list[str]
    refused: list[str]


def service_facts(service: Service, day: date) -> ServiceFacts:
    rules = service.eligibilities.filter(during__contains=day).select_related("status")
    rules = rules.order_by("status__position", "status__code")
    areas = service.areas.select_related("region", "mrc", "municipality").order_by("pk")
    return ServiceFacts(
        needs=[domain.label for domain in service.domains.in_order()],
        languages=language_names(service.language_codes),
        areas=[area_name(area) for area in areas],
        admitted=[rule.status.label for rule in rules if rule.is_admitted],
        refused=[rule.status.label for rule in rules if not rule.is_admitted],
    )


def area_name(area: ServiceArea) -> str:
    """« toute la région du Bas-Saint-Laurent », « La Mitis (MRC) », « Mont-Joli »."""
    if area.region:
        return _("toute la région (%(name)s)") % {"name": area.region.name}
    if area.mrc:
        return _("%(name)s (MRC)") % {"name": area.mrc.name}
    return area.municipality.name if area.municipality else area.name


def phone_of(organization: Organization) -> str:
    """The first number anyone may dial; empty when there is none."""
    public = [phone for phone in organization.phones.all() if phone.is_public]
    return min(public, key=lambda phone: phone.pk).number if public else ""
