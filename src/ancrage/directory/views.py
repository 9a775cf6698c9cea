from typing import Final
from uuid import UUID

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import today
from ancrage.core.paging import Page, page_of
from ancrage.directory.forms import ServiceFilter
from ancrage.directory.models import Organization, Service
from ancrage.directory.permissions import Permission
from ancrage.directory.queries import card, find_services, service_facts

# A search shows its best results; a list shows everything, page by page.
_BEST: Final = 30
_PAGE: Final = 25


@page(permission=Permission.READ_DIRECTORY)
def services(request: Request) -> HttpResponse:
    form = ServiceFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = find_services(wanted, today())
    if wanted.get("q"):
        shown: Page[Service] = Page(list(found.order_by(F("relevance").desc(), "pk")[:_BEST]))
    else:
        shown = page_of(found, "organization__sort_name", request.GET, descending=False, size=_PAGE)
    context = {"form": form, "page": shown, "cards": [card(one, today()) for one in shown.rows], "total": found.count()}
    return render(request, "directory/services.html", context)


@page(permission=Permission.READ_DIRECTORY)
def service(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Service.objects.with_names().select_related("organization__region"), pk=pk)
    context = {"card": card(found, today()), "facts": service_facts(found, today())}
    return render(request, "directory/service.html", context)


@page(permission=Permission.READ_DIRECTORY)
def organization(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Organization.objects.select_related("municipality__mrc", "region"), pk=pk)
    offered = found.services.active().with_names().order_by("name", "pk")
    context = {
        "organization": found,
        "cards": [card(one, today()) for one in offered],
        "locations": found.locations.select_related("municipality").order_by("name", "pk"),
    }
    return render(request, "directory/organization.html", context)
