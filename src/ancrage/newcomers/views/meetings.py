from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import pgettext_lazy

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.core.dates import local_day
from ancrage.core.paging import page_by_moment
from ancrage.files.sheets import Format
from ancrage.newcomers.forms.meetings import MeetingsFilters, span_of
from ancrage.newcomers.models import Listed
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.columns import head_of, picked
from ancrage.newcomers.queries.meeting_columns import COLUMNS, PRINTED, USUAL, row_of
from ancrage.newcomers.queries.meetings import (
    START,
    MeetingFilters,
    Stand,
    When,
    are_few,
    fetching,
    is_latest_first,
    listed,
    total,
)
from ancrage.newcomers.queries.overdue import counted_to
from ancrage.newcomers.views.lists import ALL, Listing, may
from ancrage.newcomers.views.spreadsheets import AT_ONCE, handed

_PRINTED = 200
MEETINGS = Listing(Listed.APPOINTMENTS, "newcomers:meetings", COLUMNS, USUAL, start=f"when={When.COMING}")


@page(permission=Permission.READ_CASE, consults="newcomers.meetings.consulted")
def meetings(request: Request) -> HttpResponse:
    """The appointments within reach, by their hour. Opened bare, it comes back to the filters last used here."""
    if not request.GET:
        return MEETINGS.last(request)
    form, columns = MEETINGS.form(request, MeetingsFilters, "when"), MEETINGS.chosen(request)
    filters = form.filters() if form else _when(request)
    if settled := MEETINGS.settled(request, filters):
        return settled
    few, down = are_few(request.access, filters), is_latest_first(filters)
    fetch = fetching(request.access, filters, columns, few=few)
    shown = page_by_moment(fetch, START, request.GET, descending=down, size=25)
    found = total(request.access, filters, few=few)
    request.consult(request.user, about=[row.case_tie.case.person_id for row in shown.rows])
    context: dict[str, Any] = {"form": form, "page": shown, "is_filtered": bool(filters), "is_latest_first": down}
    context |= {"total": found, "most": counted_to(narrow=few)}
    context |= {"whens": [("", pgettext_lazy("rendez-vous", "Tous")), *When.choices], "when": filters.get("when", "")}
    context |= {**MEETINGS.around(request, columns), **may(request)}
    return MEETINGS.remember(request, render(request, "newcomers/meetings.html", context))


@page(permission=Permission.READ_CASE, consults="newcomers.meetings_export.consulted")
def meetings_export(request: Request, kind: str) -> HttpResponseBase:
    """The list with its filters and columns, whole, as a spreadsheet."""
    if kind not in set(Format):
        raise Http404
    columns = MEETINGS.chosen(request)
    return handed(
        request,
        kind=Format(kind),
        name="rendez-vous",
        head=head_of(columns),
        rows=listed(request.access, _form(request).filters(), columns).iterator(chunk_size=AT_ONCE),
        row_of=lambda row: row_of(row, columns),
        about=lambda row: [row.case_tie.case.person_id],
    )


@page(permission=Permission.READ_CASE, consults="newcomers.meetings_printed.consulted")
def meetings_print(request: Request) -> HttpResponse:
    """What a reception desk keeps before it: the names and hours of what the list asks for, planned unless it says."""
    form, columns = _form(request), picked(COLUMNS, PRINTED, PRINTED)
    filters = form.filters()
    filters.setdefault("state", Stand.PLANNED)
    rows = list(listed(request.access, filters, columns)[: _PRINTED + 1])
    shown = rows[:_PRINTED]
    request.consult(request.user, about=[row.case_tie.case.person_id for row in shown])
    context = {"rows": shown, "columns": columns, "most": _PRINTED, "is_cut": len(rows) > _PRINTED}
    context |= {"place": form.place, "asked": request.GET.urlencode() or ALL}
    return render(request, "newcomers/meetings_print.html", context)


def _when(request: Request) -> MeetingFilters:
    when = request.GET.get("when", "")
    return {"when": when, **span_of(when, today())} if when in When.values else {}


def _form(request: Request) -> MeetingsFilters:
    return MeetingsFilters(request.GET, access=request.access, day=local_day(now()))
