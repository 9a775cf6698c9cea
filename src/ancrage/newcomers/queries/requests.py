"""Requests that wait: to be taken, or whose person is still to be reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from ancrage.accounts.access import Access
from ancrage.core.cldr import country_name
from ancrage.core.paging import Fetch, Place, slice_of
from ancrage.core.prepared import prepared
from ancrage.newcomers.models import Case, ContactNote, OnlineRequest, Person
from ancrage.newcomers.queries.cases import Filters, filtered
from ancrage.newcomers.queries.columns import Column, reading
from ancrage.newcomers.queries.doubles import Double, doubles

# What a line shows, and what is asked of it: of a person's file, no more than what tells one from another.
_SHOWN = (
    *("reference", "state", "is_restricted", "requested_at", "first_contact_due_on", "first_contact_at"),
    *(
        f"person__{name}"
        for name in (
            "given_names",
            "family_names",
            "original_name",
            "birth_on",
            "phone",
            "email",
            "origin_country",
        )
    ),
    *("person__municipality__name", "agent__full_name", "service_point__name"),
)
_WAITS = Q(agent=None) | Q(first_contact_at=None)
VIEWS = ("a-prendre", "les-miennes", "en-retard")


class RequestFilters(Filters, total=False):
    vue: str


def view_of(code: str) -> str:
    return code if code in VIEWS else ""


def waiting(access: Access) -> QuerySet[Case]:
    """Open dossiers within reach that nobody follows, or whose first contact is to be made."""
    return Case.objects.visible_to(access).open().filter(_WAITS)


def waiting_in_two(access: Access) -> tuple[QuerySet[Case], QuerySet[Case]]:
    """The same, as ``visible_in_two`` has it."""
    ordinary, by_name = Case.objects.visible_in_two(access)
    return ordinary.open().filter(_WAITS), by_name.open().filter(_WAITS)


def request_lines(rows: QuerySet[Case], columns: Iterable[Column] = ()) -> QuerySet[Case]:
    """Requests with what a line shows: ``person``, ``agent``, whether it was tried (``was_tried``), or came online (``is_online``)."""
    tried = ContactNote.objects.filter(case=OuterRef("pk"), is_reached=False, struck_at=None)
    return reading(rows, _SHOWN, columns).annotate(
        was_tried=Exists(tried), is_online=Exists(OnlineRequest.objects.filter(case=OuterRef("pk")))
    )


def narrowed(access: Access, filters: RequestFilters, day: date) -> QuerySet[Case]:
    """What waits within reach; ``vue`` is one of ``VIEWS``, anything else is all of them."""
    rows = filtered(waiting(access), Filters(**{name: value for name, value in filters.items() if name != "vue"}))  # type: ignore[typeddict-item] # its own fields
    match filters.get("vue"):
        case "a-prendre":
            return rows.filter(agent=None)
        case "les-miennes":
            return rows.filter(agent=access.user.pk)
        case "en-retard":
            return rows.filter(first_contact_at=None, first_contact_due_on__lt=day)
    return rows


def fetching(access: Access, filters: RequestFilters, columns: Iterable[Column], day: date) -> Fetch[Case]:
    """How a page is read, for ``page_read``: prepared, unless a text was typed."""
    ask, shown = (_page if filters.get("q") else _prepared_page), tuple(columns)
    return lambda place, size: list(ask(access=access, filters=filters, columns=shown, day=day, place=place, size=size))


def _page(
    *, access: Access, filters: RequestFilters, columns: tuple[Column, ...], day: date, place: Place, size: int
) -> QuerySet[Case]:
    rows = request_lines(narrowed(access, filters, day), columns)
    return slice_of(rows, "first_contact_due_on", place, size)


_prepared_page = prepared(_page)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request as a list shows it, here and in Ma journée."""

    case: Case
    place: str
    is_mine: bool
    double: Double | None


def lines_of(rows: Iterable[Case], access: Access) -> list[RequestLine]:
    """Lines of the rows of ``request_lines``. Three statements at most, whatever their number."""
    cases = list(rows)
    found = doubles(cases, access)
    return [
        RequestLine(case, place_of(case.person), case.agent_id == access.user.pk, found.get(case.person_id))
        for case in cases
    ]


def persons_of(lines: list[RequestLine]) -> list[UUID]:
    """The persons shown or hinted at, for the register."""
    return [line.case.person_id for line in lines] + [line.double.person for line in lines if line.double]


def place_of(person: Person) -> str:
    """« Guinée, Rimouski »: where from, and where to."""
    country = country_name(person.origin_country) if person.origin_country else ""
    municipality = person.municipality.name if person.municipality else _("municipalité à préciser")
    return ", ".join(filter(None, [country, municipality]))
