"""What a search from the bar finds: dossiers and employers within reach, and the directory, open to all who read it."""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Greatest

from ancrage.accounts.access import Access
from ancrage.core import now
from ancrage.core.prepared import Sought, prepared
from ancrage.core.sql import FrSort
from ancrage.core.text import name_key
from ancrage.directory.models import Organization, Service
from ancrage.directory.permissions import Permission as Directory
from ancrage.directory.queries.search import Wanted, search
from ancrage.employers.models import Employer
from ancrage.employers.permissions import Permission as Employers
from ancrage.employers.queries.lists import matching as matching_employers
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission as Newcomers
from ancrage.newcomers.queries.arabic import as_if_heard, readings_of_arabic
from ancrage.newcomers.queries.cases import looks_for_a_name, matching
from ancrage.newcomers.queries.named import Reading, bearing, readings
from ancrage.newcomers.queries.scripts import in_latin

MOST: Final = 20
SHORTEST: Final = 2
SHORT_KEY: Final = 3
"""Two or three sounds are in everybody's name: only a word that has them all is like them."""


@dataclass(frozen=True)
class Results:
    """``looks_for_*``: whether the reader may see such results at all."""

    looks_for_cases: bool
    looks_for_services: bool
    cases: list[Case] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    organizations: list[Organization] = field(default_factory=list)
    employers: list[Employer] = field(default_factory=list)

    @property
    def are_none(self) -> bool:
        return not (self.cases or self.services or self.organizations or self.employers)

    @property
    def about(self) -> list[UUID]:
        """The persons shown, for the register."""
        return [case.person_id for case in self.cases]


def find(typed: str, access: Access) -> Results:
    """Six statements at most, whatever is found; one more for whoever reads the files of employers."""
    cases, directory = access.can(Newcomers.SEARCH), access.can(Directory.READ_DIRECTORY)
    if len(typed.strip()) < SHORTEST:
        return Results(cases, directory)
    return Results(
        cases,
        directory,
        cases=_cases(typed, access) if cases else [],
        services=_services(typed) if directory else [],
        organizations=_organizations(typed) if directory else [],
        employers=_employers(typed, access) if access.can(Employers.READ_EMPLOYER) else [],
    )


def _cases(typed: str, access: Access) -> list[Case]:
    """By name, however transliterated or mistyped, the nearest first; by reference, phone or e-mail."""
    if looks_for_a_name(typed):
        return _bearing(typed, access)
    rows = matching(Case.objects.visible_to(access), typed).order_by("-requested_at", "-pk")
    found = list(_shown(rows[:MOST]).order_by("-requested_at", "-pk"))
    known = {case.pk for case in found}
    return [*found, *(case for case in _bearing_in_latin(typed, access) if case.pk not in known)][:MOST]


def _bearing_in_latin(name: str, access: Access) -> list[Case]:
    """A name in Cyrillic or Arabic is that of whoever was entered in Latin letters alone, too."""
    if latin := in_latin(name):
        return _bearing(latin, access)
    ways = readings_of_arabic(name)
    return _named(ways=ways, heard=Sought(as_if_heard(name)), access=access) if ways else []


def _bearing(name: str, access: Access) -> list[Case]:
    heard = Sought(name_key(name))
    ways = readings(name, heard=True)
    found = _named(ways=ways, heard=heard, access=access) if ways else []
    return found or (_looking_alike(heard=heard, access=access) if len(heard) > SHORT_KEY else [])


@prepared
def _named(*, ways: tuple[Reading, ...], heard: Sought, access: Access) -> QuerySet[Case]:
    return _nearest(Case.objects.visible_to(access).filter(bearing(ways, person="person__")), heard)


@prepared
def _looking_alike(*, heard: Sought, access: Access) -> QuerySet[Case]:
    """When nobody has all the words: whoever's name looks alike as a whole, which takes longer."""
    return _nearest(Case.objects.visible_to(access).filter(person__heard_name__trigram_word_similar=heard), heard)


def _nearest(rows: QuerySet[Case], heard: str) -> QuerySet[Case]:
    likest, order = TrigramSimilarity("person__heard_name", heard), ("-likest", "-requested_at", "-pk")
    return _shown(rows.annotate(likest=likest).order_by(*order)[:MOST]).annotate(likest=likest).order_by(*order)


def _shown(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Who they are is read for those shown, not for the thousands that a common name may find."""
    shown = Case.objects.filter(pk__in=rows.values("pk"))
    return shown.select_related("person__municipality", "agent", "service_point").defer("person__address")


def _services(typed: str) -> list[Service]:
    ids = search(Wanted(typed), now()).ids(0, MOST)
    found = {service.pk: service for service in Service.objects.with_names().filter(pk__in=ids).order_by("pk")}
    return [found[key] for key in ids if key in found]


def _employers(typed: str, access: Access) -> list[Employer]:
    """By name or NEQ, those followed most recently first."""
    found = matching_employers(Employer.objects.visible_to(access), typed.strip())
    return list(found.select_related("organization__municipality").order_by("-changed_at", "-pk")[:MOST])


def _organizations(typed: str) -> list[Organization]:
    wanted = FrSort(Value(typed.strip()))
    likest = Greatest(
        TrigramSimilarity("sort_name", wanted),  # type: ignore[arg-type] # an expression is one too
        TrigramSimilarity("short_name", typed.strip()),
    )
    found = Organization.objects.active().annotate(likest=likest).select_related("municipality")
    held = Q(sort_name__contains=wanted) | Q(short_name__iexact=typed.strip())
    return list(found.filter(held).order_by("-likest", "sort_name", "pk")[:MOST])
