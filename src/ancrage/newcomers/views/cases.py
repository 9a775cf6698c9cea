from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.core.paging import page_of
from ancrage.newcomers.forms.cases import REMEMBERED, CaseFilters
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.cases import COUNTED, OPEN, counted, listed

_COOKIE = "ancrage_dossiers"
_ALL = "tous"


@page(permission=Permission.READ_CASE, consults="newcomers.list.consulted")
def cases(request: Request) -> HttpResponse:
    """The dossiers within reach. Opened bare, it comes back to the filters last used here; the cookie holds no name."""
    if not request.GET:
        kept = QueryDict(request.COOKIES.get(_COOKIE, f"state={OPEN}"))
        return redirect(f"{reverse('newcomers:cases')}?{kept.urlencode() or _ALL}")
    form = CaseFilters(request.GET, access=request.access, day=local_day(now()))
    filters = form.filters()
    rows = listed(request.access, filters)
    shown = page_of(rows, "requested_at", request.GET, size=25)
    total = counted(rows)
    request.consult(request.user, about=[case.person_id for case in shown.rows])
    context = {"form": form, "page": shown, "total": total, "is_many": total > COUNTED, "is_filtered": bool(filters)}
    response = render(request, "newcomers/cases.html", context | {"can_open": request.access.can(Permission.OPEN_CASE)})
    _remember(request, response)
    return response


def _remember(request: Request, response: HttpResponse) -> None:
    kept = QueryDict(mutable=True)
    for name in REMEMBERED:
        if value := request.GET.get(name):
            kept[name] = value
    response.set_cookie(_COOKIE, kept.urlencode(), secure=request.is_secure(), httponly=True, samesite="Lax")
