from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import pgettext_lazy

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import today
from ancrage.core.paging import page_of_parts
from ancrage.files.sheets import Format
from ancrage.newcomers.forms.overdue import OverdueFilters
from ancrage.newcomers.models import Listed
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.columns import Column, head_of
from ancrage.newcomers.queries.overdue import (
    DUE,
    KEY,
    Late,
    LateFilters,
    counted_to,
    fetching,
    is_narrow,
    overdue_parts,
    streamed,
    total,
)
from ancrage.newcomers.queries.overdue_columns import COLUMNS, USUAL, Item, items_of, row_of
from ancrage.newcomers.views.lists import Listing, may
from ancrage.newcomers.views.spreadsheets import AT_ONCE, handed

OVERDUE = Listing(Listed.OVERDUE, "newcomers:overdue", COLUMNS, USUAL)


@page(permission=Permission.READ_CASE, consults="newcomers.overdue.consulted")
def overdue(request: Request) -> HttpResponse:
    """What is past its day within reach, the oldest first. Opened bare, it comes back to the filters last used here."""
    if not request.GET:
        return OVERDUE.last(request)
    form, columns, day = OVERDUE.form(request, OverdueFilters, "kind"), OVERDUE.chosen(request), today()
    filters = _filters(request, form)
    if settled := OVERDUE.settled(request, filters):
        return settled
    narrow = is_narrow(request.access, filters)
    fetch = fetching(request.access, filters, day, narrow=narrow)
    shown = page_of_parts(fetch, DUE, KEY, request.GET, size=25)
    found = total(request.access, filters, day, narrow=narrow)
    items = list(items_of(shown.rows, columns, day))
    request.consult(request.user, about=[item.case.person_id for item in items])
    context: dict[str, Any] = {"form": form, "page": shown, "items": items, "is_filtered": bool(filters)}
    context |= {"total": found, "most": counted_to(narrow=narrow), "kind": filters.get("kind", "")}
    context["kinds"] = [("", pgettext_lazy("retards", "Tous")), *Late.choices]
    context |= {**OVERDUE.around(request, columns), **may(request)}
    return OVERDUE.remember(request, render(request, "newcomers/overdue.html", context))


@page(permission=Permission.READ_CASE, consults="newcomers.overdue_export.consulted")
def overdue_export(request: Request, kind: str) -> HttpResponseBase:
    """The list with its filters and columns, whole, as a spreadsheet."""
    if kind not in set(Format):
        raise Http404
    columns = OVERDUE.chosen(request)
    return handed(
        request,
        kind=Format(kind),
        name="retards",
        head=head_of(columns),
        rows=_all(request, columns),
        row_of=lambda item: row_of(item, columns),
        about=lambda item: [item.case.person_id],
    )


def _filters(request: Request, form: OverdueFilters | None) -> LateFilters:
    if form:
        return form.filters()  # type: ignore[return-value] # with the kind
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in Late.values else {}


def _all(request: Request, columns: list[Column]) -> Iterator[Item]:
    day = today()
    filters = _filters(request, OVERDUE.form(request, OverdueFilters, "kind"))
    parts = overdue_parts(request.access, filters, day)
    return chain.from_iterable(items_of(rows, columns, day) for rows in streamed(parts, AT_ONCE))
