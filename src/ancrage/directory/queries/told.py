"""A service as anyone may read it: from what is published of it, and from nothing else."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_time
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language

from ancrage.core.cldr import language_name
from ancrage.directory.models import FeeKind, Public, Publication, Schedule, Service, ServiceMode
from ancrage.directory.models.base import Said
from ancrage.directory.queries.cards import intake_of
from ancrage.directory.queries.hours import week
from ancrage.directory.queries.marks import DAYS
from ancrage.directory.queries.terms import FEES, MODES, NEEDS, PUBLICS, taxonomy_id
from ancrage.directory.queries.translated import read_as

Document = dict[str, Any]


class Texts:
    """The texts of a record, each with the language it is in: ``{{ place.said.name }}``."""

    def __init__(self, document: Document, lang: str) -> None:
        self._document = document
        self._translated = document.get("translations", [{}])[0]
        self._lang = lang

    def __getattr__(self, name: str) -> Said:
        if name.startswith("_"):
            raise AttributeError(name)
        return Said.of(str(self._document.get(name, "")), self._lang if name in self._translated else "fr")


@dataclass(frozen=True)
class Place:
    """One of the public places of a service."""

    said: Texts
    city: str
    street: str
    postal_code: str
    point: tuple[float, float] | None
    accessibility: tuple[Texts, ...]
    hours: tuple[Document, ...]


class Told:
    """A published service; ``lang`` is that of its texts, where they have one of their own. ``schedule``: in words."""

    def __init__(self, document: Document, lang: str, day: date, schedule: Said) -> None:
        self.document, self.lang, self.day, self.schedule = document, lang, day, schedule
        self.pk = UUID(document["id"])
        self.said = Texts(document, lang)
        self.organization = Texts(document["organization"], lang)
        self.organization_id = UUID(document["organization"]["id"])

    @cached_property
    def places(self) -> list[Place]:
        given = self.document.get("service_at_locations", ())
        return [_place(one["location"], self.lang) for one in given if "location" in one]

    @property
    def towns(self) -> str:
        return ", ".join(dict.fromkeys(place.city for place in self.places if place.city))

    @cached_property
    def phones(self) -> list[Document]:
        """Its own numbers first, then those of its places, then its organisation's."""
        places = [one.get("location", {}) for one in self.document.get("service_at_locations", ())]
        holders = (
            self.document,
            *self.document.get("service_at_locations", ()),
            *places,
            self.document["organization"],
        )
        return list(chain.from_iterable(holder.get("phones", ()) for holder in holders))

    @property
    def phone(self) -> str:
        return self.phones[0]["number"] if self.phones else ""

    @property
    def email(self) -> str:
        return str(self.document.get("email") or self.document["organization"].get("email", ""))

    @property
    def url(self) -> str:
        return str(self.document.get("url") or self.document["organization"].get("website", ""))

    @cached_property
    def intake(self) -> tuple[str, str]:
        """In words, and the state that colours them."""
        said = self.document.get("intake", {})
        days = {name: date.fromisoformat(said[name]) for name in ("paused_on", "resumes_on") if name in said}
        is_active = self.document["status"] in ("active", "temporarily closed")
        return intake_of(Service(**days, waiting_weeks=said.get("waiting_weeks", 0), is_active=is_active), self.day)

    @cached_property
    def modes(self) -> tuple[str, ...]:
        return tuple(str(ServiceMode(code).label) for code in self._codes(MODES) if code in ServiceMode.values)

    @cached_property
    def publics(self) -> tuple[str, ...]:
        return tuple(str(Public(code).label) for code in self._codes(PUBLICS) if code in Public.values)

    @cached_property
    def fee(self) -> Said:
        """In its own words, else by its kind."""
        kinds = [str(FeeKind(code).label) for code in self._codes(FEES) if code in FeeKind.values]
        return self.said.fees_description or Said.of(", ".join(kinds), (get_language() or "fr")[:2])

    @cached_property
    def needs(self) -> tuple[str, ...]:
        return tuple(term["name"] for term in self._terms(NEEDS))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return tuple(
            language_name(one["code"]).capitalize() if one.get("code") else str(one.get("name", ""))
            for one in self.document.get("languages", ())
        )

    @property
    def ages(self) -> tuple[int | None, int | None]:
        return self.document.get("minimum_age"), self.document.get("maximum_age")

    @cached_property
    def hours(self) -> list[Any]:
        """By day of the week; its own hours, else those of its first place that has some."""
        own = self.document.get("schedules", [])
        given = chain.from_iterable(one.get("schedules", ()) for one in self.document.get("service_at_locations", ()))
        found = [*own, *given] or next((list(place.hours) for place in self.places if place.hours), [])
        days = week([_schedule(one) for one in found])
        return [(str(WEEKDAYS[DAYS.index(code)]).capitalize(), spans) for code, spans in days]

    @property
    def verified_on(self) -> date | None:
        said = self.document.get("assured_date")
        return date.fromisoformat(said) if said else None

    @property
    def documents(self) -> list[Texts]:
        return [Texts(one, self.lang) for one in self.document.get("required_documents", ())]

    @property
    def tags(self) -> tuple[str, ...]:
        """What a card shows of it, short: French goes without saying."""
        french = language_name("fr").capitalize()
        others = [language for language in self.languages if language != french]
        return tuple(filter(None, [*([self.fee] if len(self.fee) < 40 else []), *self.modes, ", ".join(others)]))

    @property
    def is_accessible(self) -> bool:
        return any(place.accessibility for place in self.places)

    def _codes(self, taxonomy: str) -> list[str]:
        return [term["code"] for term in self._terms(taxonomy) if "code" in term]

    def _terms(self, taxonomy: str) -> Iterable[Document]:
        wanted = str(taxonomy_id(taxonomy))
        for attribute in self.document.get("attributes", ()):
            term = attribute.get("taxonomy_term", {})
            if term.get("taxonomy_detail", {}).get("id") == wanted:
                yield term


def told(ids: Sequence[UUID], day: date) -> list[Told]:
    """The public services among ``ids``, in that order, in the reader's language where they are translated."""
    is_english = (get_language() or "fr").startswith("en")
    rows = Publication.objects.public().filter(service__in=ids).order_by("pk")
    found = {}
    for key, schedule, said, text in rows.values_list("service_id", "service__schedule", "service__english", "full"):
        document = read_as(text, english=is_english)
        when = Said.of(said["schedule"], "en") if is_english and said.get("schedule") else Said.of(schedule, "fr")
        found[key] = Told(document, "en" if is_english else "fr", day, when)
    return [found[key] for key in ids if key in found]


def _place(document: Document, lang: str) -> Place:
    addresses = [one for one in document.get("addresses", ()) if one.get("address_type") == "physical"]
    address = addresses[0] if addresses else {}
    point = (document["latitude"], document["longitude"]) if "latitude" in document else None
    return Place(
        said=Texts(document, lang),
        city=address.get("city", ""),
        street=", ".join(filter(None, (address.get("address_1"), address.get("address_2")))),
        postal_code=address.get("postal_code", ""),
        point=point,
        accessibility=tuple(Texts(one, lang) for one in document.get("accessibility", ())),
        hours=tuple(document.get("schedules", ())),
    )


def _schedule(document: Document) -> Schedule:
    opens, closes = (parse_time(document[name]) if name in document else None for name in ("opens_at", "closes_at"))
    return Schedule(byday=document.get("byday", ""), opens_at=opens, closes_at=closes)


def services_of(organization: UUID, only: Collection[UUID] = ()) -> list[UUID]:
    """The public services that an organisation offers, by name."""
    offered = Service.objects.active().filter(organization=organization, publication__is_public=True)
    return list((offered.filter(pk__in=only) if only else offered).order_by("name", "pk").values_list("pk", flat=True))
