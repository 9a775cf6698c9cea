"""The appointments of the dossiers within reach, by their hour.

Over a wide reach they are read in the order of their hours, and their dossiers after them. Over a narrow one, that
would go through everyone else's before finding its own: there, the dossiers are read first, then what is theirs.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ancrage.accounts.access import Access
from ancrage.accounts.models import User
from ancrage.agenda.models import Appointment, AppointmentState
from ancrage.core.paging import Fetch, Place, slice_of
from ancrage.core.prepared import prepared
from ancrage.core.sql import AmongIds, RowCount
from ancrage.newcomers.models import Case, CaseAppointment
from ancrage.newcomers.queries.cases import Filters, filtered
from ancrage.newcomers.queries.columns import Column
from ancrage.newcomers.queries.meeting_columns import with_columns
from ancrage.newcomers.queries.overdue import counted_to, is_narrow

START: Final = "start"
_CANCELLED: Final = (AppointmentState.CANCELLED_BY_PERSON, AppointmentState.CANCELLED_BY_SERVICE)


class When(TextChoices):
    """Which hours are listed."""

    COMING = "a-venir", _("À venir")
    TODAY = "aujourdhui", _("Aujourd’hui")
    TOMORROW = "demain", _("Demain")
    WEEK = "semaine", _("Cette semaine")
    PAST = "passes", pgettext_lazy("rendez-vous", "Passés")


class Stand(TextChoices):
    """Where they stand. One that was moved is listed at its new hour alone."""

    PLANNED = "prevus", pgettext_lazy("rendez-vous", "Prévus")
    TO_NOTE = "a-noter", _("Présence à noter")
    PRESENT = "presences", _("Présence")
    ABSENT = "absences", _("Absence")
    CANCELLED = "annules", pgettext_lazy("rendez-vous", "Annulés")


class MeetingFilters(Filters, total=False):
    """``agent`` is whom one meets, ``point`` where. ``since`` and ``until`` follow ``when``; ``at`` is the present."""

    when: str
    mode: str
    since: datetime
    until: datetime
    at: datetime


def is_latest_first(filters: MeetingFilters) -> bool:
    """What is past is read backwards; what has a beginning, from it on."""
    return filters.get("when") == When.PAST or "since" not in filters


def are_few(access: Access, filters: MeetingFilters) -> bool:
    """Whether what is asked is of few dossiers: few bear one name."""
    return bool(filters.get("q")) or is_narrow(access, _of_cases(filters))


def meetings(access: Access, filters: MeetingFilters, *, few: bool = False) -> QuerySet[Appointment]:
    cases = filtered(Case.objects.visible_to(access), _of_cases(filters)).order_by().values("pk")
    rows: QuerySet[Appointment]
    if few:
        # Left to itself, PostgreSQL reads all the appointments that there are.
        ties = CaseAppointment.objects.filter(AmongIds("case", cases))
        rows = Appointment.objects.filter(AmongIds("pk", ties.values("appointment")))
    else:
        rows = Appointment.objects.filter(case_tie__case__in=cases)
    rows = _standing(rows, filters)
    if since := filters.get("since"):
        rows = rows.filter(during__startswith__gte=since)
    if until := filters.get("until"):
        rows = rows.filter(during__startswith__lt=until)
    if mode := filters.get("mode"):
        rows = rows.filter(mode=mode)
    if point := filters.get("point"):
        rows = rows.filter(service_point=point)
    if isinstance(agent := filters.get("agent"), UUID):
        rows = rows.filter(worker=agent)
    return rows


def total(access: Access, filters: MeetingFilters, *, few: bool) -> int:
    """How many in all, up to one more than ``counted_to``."""
    ask = _total if filters.get("q") else _prepared_total
    return min(ask(access=access, filters=filters, few=few)[0], counted_to(narrow=few) + 1)


def fetching(access: Access, filters: MeetingFilters, columns: Iterable[Column], *, few: bool) -> Fetch[Appointment]:
    """How a page is read, for ``page_by_moment``: prepared, unless a text was typed."""
    ask, shown = _page if filters.get("q") else _prepared_page, tuple(columns)
    return lambda place, size: list(ask(access=access, filters=filters, columns=shown, place=place, size=size, few=few))


def listed(access: Access, filters: MeetingFilters, columns: Iterable[Column]) -> QuerySet[Appointment]:
    """All of them in order, for a file."""
    order = Place(None, down=is_latest_first(filters)).order(START, "pk")
    return with_columns(_starting(meetings(access, filters)), columns).order_by(*order)


def _total(*, access: Access, filters: MeetingFilters, few: bool) -> QuerySet[User, int]:
    rows = meetings(access, filters, few=few).order_by()
    if not few:
        # In the order of a page, so that they are read as a page is; of few, stopping early would cost more.
        order = Place(None, down=is_latest_first(filters)).order(START, "pk")
        rows = _starting(rows).order_by(*order)[: counted_to(narrow=few) + 1]
    return User.objects.filter(pk=access.user.pk).values_list(RowCount(rows.values("pk")), flat=True)


def _page(
    *, access: Access, filters: MeetingFilters, columns: tuple[Column, ...], place: Place, size: int, few: bool
) -> QuerySet[Appointment]:
    """Which they are is found first, then what the page shows of them."""
    found = slice_of(_starting(meetings(access, filters, few=few)), START, place, size)
    shown = with_columns(_starting(Appointment.objects.filter(pk__in=found.values("pk"))), columns)
    return shown.order_by(*place.order(START, "pk"))


_prepared_total, _prepared_page = prepared(_total), prepared(_page)


def _starting(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return rows.annotate(**{START: F("during__startswith")})


def _standing(rows: QuerySet[Appointment], filters: MeetingFilters) -> QuerySet[Appointment]:
    match filters.get("state", ""):
        case "prevus":
            return rows.filter(state=AppointmentState.PLANNED)
        case "a-noter":
            return rows.filter(state=AppointmentState.PLANNED, during__startswith__lt=filters["at"])
        case "presences":
            return rows.filter(state=AppointmentState.PRESENT)
        case "absences":
            return rows.filter(state=AppointmentState.ABSENT)
        case "annules":
            return rows.filter(state__in=_CANCELLED)
    return rows.exclude(state=AppointmentState.MOVED)


def _of_cases(filters: MeetingFilters) -> Filters:
    """What is asked of the dossiers themselves."""
    return Filters(q=filters.get("q", ""), mrc=filters.get("mrc"), municipality=filters.get("municipality"))
