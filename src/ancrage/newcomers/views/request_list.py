from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import today
from ancrage.core.paging import page_read
from ancrage.files.sheets import Format
from ancrage.newcomers.forms.cases import ReachFilters
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.columns import head_of, row_of
from ancrage.newcomers.queries.request_columns import exported
from ancrage.newcomers.queries.requests import (
    RequestFilters,
    fetching,
    lines_of,
    narrowed,
    persons_of,
    request_lines,
    view_of,
)
from ancrage.newcomers.views.lists import may
from ancrage.newcomers.views.requests import REQUESTS, can_pick, line_context
from ancrage.newcomers.views.spreadsheets import AT_ONCE, handed

# By address: the words of the choice, and the heading of what it lists.
_VIEWS = {
    "": (_("Toutes"), _("Toutes les demandes")),
    "a-prendre": (_("À prendre"), _("Demandes à prendre")),
    "les-miennes": (_("Les miennes"), _("Mes demandes")),
    "en-retard": (_("En retard"), _("Demandes en retard")),
}


@page(permission=Permission.READ_CASE, consults="newcomers.list.consulted")
def requests(request: Request) -> HttpResponse:
    """What waits, the most pressing first. Opened bare, it comes back to the filters last used here."""
    if not request.GET:
        return REQUESTS.last(request)
    form, columns = REQUESTS.form(request, ReachFilters), REQUESTS.chosen(request)
    filters = _filters(request, form)
    if settled := REQUESTS.settled(request, filters):
        return settled
    fetch = fetching(request.access, filters, columns, today())
    shown = page_read(fetch, Case, "first_contact_due_on", request.GET, descending=False, size=25)
    lines = lines_of(shown.rows, request.access)
    request.consult(request.user, about=persons_of(lines))
    context = {
        "page": shown,
        "lines": lines,
        "form": form,
        "is_filtered": any(filters.values()),
        "picks": can_pick(request),
    }
    context |= {"choices": [(code, label) for code, (label, _title) in _VIEWS.items()]}
    context |= {"vue": filters["vue"], "title": _VIEWS[filters["vue"]][1], "kept": [("vue", filters["vue"])]}
    context |= {**REQUESTS.around(request, columns), **may(request), **line_context(request)}
    return REQUESTS.remember(request, render(request, "newcomers/requests.html", context))


@page(permission=Permission.READ_CASE, consults="newcomers.requests_export.consulted")
def requests_export(request: Request, kind: str) -> HttpResponseBase:
    """The list with its filters and columns, whole, as a spreadsheet."""
    if kind not in set(Format):
        raise Http404
    columns = exported(REQUESTS.chosen(request))
    rows = request_lines(
        narrowed(request.access, _filters(request, REQUESTS.form(request, ReachFilters)), today()), columns
    )
    return handed(
        request,
        kind=Format(kind),
        name="demandes",
        head=head_of(columns),
        rows=rows.order_by("first_contact_due_on", "pk").iterator(chunk_size=AT_ONCE),
        row_of=lambda case: row_of(case, columns),
        about=lambda case: [case.person_id],
    )


def _filters(request: Request, form: ReachFilters | None) -> RequestFilters:
    asked = form.filters() if form else {}
    return RequestFilters(**asked, vue=view_of(request.GET.get("vue", "")))
