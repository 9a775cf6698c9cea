from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.core.paging import page_read
from ancrage.files.sheets import Format
from ancrage.newcomers.forms.cases import CaseFilters
from ancrage.newcomers.models import Case, Listed
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.cases import COUNTED, OPEN, agents_suggested, fetching, listed, total
from ancrage.newcomers.queries.columns import COLUMNS, USUAL, head_of, row_of
from ancrage.newcomers.views.lists import Listing, may
from ancrage.newcomers.views.spreadsheets import AT_ONCE, handed

CASES = Listing(Listed.CASES, "newcomers:cases", COLUMNS, USUAL, start=f"state={OPEN}")


@page(permission=Permission.READ_CASE, consults="newcomers.list.consulted")
def cases(request: Request) -> HttpResponse:
    """The dossiers within reach. Opened bare, it comes back to the filters last used here; the cookie holds no name."""
    if not request.GET:
        return CASES.last(request)
    form = CaseFilters(request.GET, access=request.access, day=local_day(now()))
    filters, columns = form.filters(), CASES.chosen(request)
    if settled := CASES.settled(request, filters):
        return settled
    fetch = fetching(request.access, filters, columns)
    shown = page_read(fetch, Case, "requested_at", request.GET, size=25)
    found = total(request.access, filters)
    request.consult(request.user, about=[case.person_id for case in shown.rows])
    context = {"form": form, "page": shown, "total": found, "is_many": found > COUNTED, "is_filtered": bool(filters)}
    context |= CASES.around(request, columns) | may(request)
    return CASES.remember(request, render(request, "newcomers/cases.html", context))


@page(permission=Permission.READ_CASE)
def case_agents(request: Request) -> HttpResponse:
    """Names suggested while that of an agent is typed."""
    found = agents_suggested(request.access, local_day(now()), request.GET.get("q", ""))
    return JsonResponse(found, safe=False)


@page(permission=Permission.READ_CASE, consults="newcomers.export.consulted")
def export(request: Request, kind: str) -> HttpResponseBase:
    """The list with its filters and columns, whole, as a spreadsheet: what is in the file is what the register says."""
    if kind not in set(Format):
        raise Http404
    columns = CASES.chosen(request)
    filters = CaseFilters(request.GET, access=request.access, day=local_day(now())).filters()
    rows = listed(request.access, filters, columns).order_by("-requested_at", "-pk")
    return handed(
        request,
        kind=Format(kind),
        name="dossiers",
        head=head_of(columns),
        rows=rows.iterator(chunk_size=AT_ONCE),
        row_of=lambda case: row_of(case, columns),
        about=lambda case: [case.person_id],
    )
