from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core.paging import page_read
from ancrage.files.sheets import Format
from ancrage.newcomers.forms.cases import ReachFilters
from ancrage.newcomers.models import CaseReferral, Listed
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.cases import Filters
from ancrage.newcomers.queries.referral_columns import COLUMNS, USUAL, head_of, row_of, with_columns
from ancrage.newcomers.queries.referrals import Sent, fetching_sent, sent_within
from ancrage.newcomers.views.lists import Listing
from ancrage.newcomers.views.spreadsheets import AT_ONCE, handed

SENT = Listing(Listed.REFERRALS, "newcomers:sent_referrals", COLUMNS, USUAL)


@page(permission=Permission.READ_CASE, consults="newcomers.referrals.consulted")
def sent_referrals(request: Request) -> HttpResponse:
    """What was sent from the dossiers within reach: answers to read, awaiting, all. The cookie keeps the columns."""
    sort, mine, columns = _sort(request), "moi" in request.GET, SENT.chosen(request)
    form = SENT.form(request, ReachFilters)
    filters = form.filters() if form else Filters()
    if settled := SENT.settled(request, filters):
        return settled
    fetch = fetching_sent(request.access, sort, filters, columns, mine=mine)
    found = page_read(fetch, CaseReferral, "referral__created_at", request.GET, size=25)
    about = {one for tie in found.rows for one in (tie.case_id, tie.case.person_id)}
    request.consult(request.user if about else None, about=sorted(about))
    context: dict[str, Any] = {"page": found, "sort": sort, "sorts": Sent, "mine": mine}
    context |= {
        "form": form,
        "is_filtered": bool(filters),
        "kept": [("tri", sort.value), *([("moi", "oui")] if mine else [])],
    }
    context["can_refer"] = request.access.can(Permission.REFER)
    context |= SENT.around(request, columns)
    return SENT.remember(request, render(request, "newcomers/sent_referrals.html", context))


@page(permission=Permission.READ_CASE, consults="newcomers.referrals_export.consulted")
def sent_export(request: Request, kind: str) -> HttpResponseBase:
    """The list as it is sorted, whole, as a spreadsheet."""
    if kind not in set(Format):
        raise Http404
    columns, form = SENT.chosen(request), SENT.form(request, ReachFilters)
    filters = form.filters() if form else Filters()
    rows = with_columns(sent_within(request.access, _sort(request), filters, mine="moi" in request.GET), columns)
    return handed(
        request,
        kind=Format(kind),
        name="aiguillages",
        head=head_of(columns),
        rows=rows.order_by("-referral__created_at", "-pk").iterator(chunk_size=AT_ONCE),
        row_of=lambda tie: row_of(tie, columns),
        about=lambda tie: [tie.case_id, tie.case.person_id],
    )


def _sort(request: Request) -> Sent:
    chosen_sort = request.GET.get("tri", Sent.ANSWERED)
    return Sent(chosen_sort) if chosen_sort in Sent.values else Sent.ANSWERED
