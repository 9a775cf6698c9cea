from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.core.paging import AFTER, BEFORE, page_of
from ancrage.files.sheets import Format
from ancrage.newcomers.forms.cases import CaseFilters, ColumnsForm, kept_of
from ancrage.newcomers.models import SavedView
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.cases import COUNTED, OPEN, counted, fetching, listed
from ancrage.newcomers.queries.columns import Column, chosen, head_of, lines_of, row_of
from ancrage.newcomers.views.spreadsheets import handed

_COOKIE = "ancrage_dossiers"
_ALL = "tous"


@page(permission=Permission.READ_CASE, consults="newcomers.list.consulted")
def cases(request: Request) -> HttpResponse:
    """The dossiers within reach. Opened bare, it comes back to the filters last used here; the cookie holds no name."""
    if not request.GET:
        kept = QueryDict(request.COOKIES.get(_COOKIE, f"state={OPEN}"))
        return redirect(f"{reverse('newcomers:cases')}?{kept.urlencode() or _ALL}")
    form = CaseFilters(request.GET, access=request.access, day=local_day(now()))
    filters, columns = form.filters(), _columns(request)
    rows = listed(request.access, filters, columns)
    fetch = fetching(request.access, filters, columns)
    shown = page_of(rows, "requested_at", request.GET, size=25, fetch=fetch)
    total = counted(rows)
    request.consult(request.user, about=[case.person_id for case in shown.rows])
    context = {"form": form, "page": shown, "total": total, "is_many": total > COUNTED, "is_filtered": bool(filters)}
    context |= {"lines": lines_of(shown.rows, columns), "columns": columns}
    context |= _around(request, columns)
    response = render(request, "newcomers/cases.html", context)
    _remember(request, response)
    return response


@page(permission=Permission.READ_CASE, consults="newcomers.export.consulted")
def export(request: Request, kind: str) -> HttpResponseBase:
    """The list with its filters and columns, whole, as a spreadsheet: what is in the file is what the register says."""
    if kind not in set(Format):
        raise Http404
    columns = _columns(request)
    filters = CaseFilters(request.GET, access=request.access, day=local_day(now())).filters()
    rows = listed(request.access, filters, columns).order_by("-requested_at", "-pk")
    return handed(
        request,
        kind=Format(kind),
        name="dossiers",
        head=head_of(columns),
        rows=rows,
        row_of=lambda case: row_of(case, columns),
        about=lambda case: [case.person_id],
    )


def _columns(request: Request) -> list[Column]:
    """Those of the address, else those last chosen here."""
    asked = request.GET.getlist("col")
    return chosen(asked or QueryDict(request.COOKIES.get(_COOKIE, "")).getlist("col"))


def _around(request: Request, columns: list[Column]) -> dict[str, Any]:
    """What leads elsewhere with the filters and columns of the list: ``asked`` its address, ``view`` without a name."""
    asked = request.GET.copy()
    for name in (AFTER, BEFORE):
        asked.pop(name, None)
    asked.setlist("col", [column.code for column in columns])
    views = SavedView.objects.kept().filter(user=request.user).in_order()
    columns_form = ColumnsForm({"col": asked.getlist("col")})
    return {
        "asked": asked.urlencode(),
        "view": kept_of(asked),
        "views": list(views),
        "columns_form": columns_form,
        "can_open": request.access.can(Permission.OPEN_CASE),
        "can_write": request.access.can(Permission.WRITE_CASE),
        "can_assign": request.access.can(Permission.ASSIGN),
    }


def _remember(request: Request, response: HttpResponse) -> None:
    kept = QueryDict(kept_of(request.GET), mutable=True)
    if "col" not in kept and (columns := QueryDict(request.COOKIES.get(_COOKIE, "")).getlist("col")):
        kept.setlist("col", columns)
    response.set_cookie(_COOKIE, kept.urlencode(), secure=request.is_secure(), httponly=True, samesite="Lax")
