"""« Trouver un service », for anyone: what is published of services, and nothing else."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.directory.forms import SearchForm
from ancrage.directory.models import Organization
from ancrage.directory.permissions import Permission
from ancrage.directory.queries import tags
from ancrage.directory.queries.cards import phone_of
from ancrage.directory.queries.found import freshness, pages_of, pins_of, shown_filters
from ancrage.directory.queries.search import search
from ancrage.directory.queries.told import services_of, told
from ancrage.directory.views.kept import kept_by
from ancrage.territory.queries.maps import towns_around
from ancrage.ui.maps import Pin, drawn

_PUBLIC: Final = (tags.ACTIVE, tags.PUBLIC)
_SHEET: Final = 60


@page(permission=None, public=True)
def find(request: Request) -> HttpResponse:
    form = SearchForm(request.GET)
    wanted = form.wanted()
    results = search(wanted, now(), only=_PUBLIC)
    shown = pages_of(results, request.GET)
    services = {service.pk: service for service in told(shown.ids, today())}
    pins = pins_of(shown, {key: service.said.name for key, service in services.items()})
    context = {
        "form": form,
        "wanted": wanted,
        "results": results,
        "page": shown,
        "lines": [(line, services[line.service_id]) for line in shown.numbered if line.service_id in services],
        "filters": shown_filters(form, results),
        "map": drawn(pins, towns=towns_around(pins)) if pins else None,
        "kept": kept_by(request),
        "records": [(service.pk, service.said.name) for service in services.values()],
        "freshness": freshness([service.verified_on for service in services.values()], today()),
    }
    return render(request, "directory/find.html", context)


@page(permission=None, public=True)
def sheet(request: Request) -> HttpResponse:
    """What is found, or the services ticked (``s``), on paper."""
    ids, left = [UUID(one) for one in request.GET.getlist("s") if _is_id(one)][:_SHEET], 0
    if not ids and "choix" not in request.GET:
        found = search(SearchForm(request.GET).wanted(), now(), only=_PUBLIC)
        ids, left = found.ids(0, _SHEET), max(0, found.total - _SHEET)
    context = {
        "services": told(ids, today()),
        "left": left,
        "is_large": "grand" in request.GET,
        "back": reverse(_search_page(request)),
    }
    return render(request, "directory/sheet.html", context)


@page(permission=None, public=True)
def public_service(request: Request, pk: UUID) -> HttpResponse:
    found = told([pk], today())
    if not found:
        raise Http404
    pins = [
        Pin(number, *place.point, place.said.name or place.city, f"#lieu-{number}")
        for number, place in enumerate(found[0].places, start=1)
        if place.point
    ]
    map_shown = drawn(pins, towns=towns_around(pins)) if pins else None
    context = {"service": found[0], "map": map_shown, "kept": kept_by(request)}
    return render(request, "directory/public_service.html", context)


@page(permission=None, public=True)
def public_organization(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(
        Organization.objects.active().filter(is_public=True).select_related("municipality"), pk=pk
    )
    context = {"organization": found, "services": told(services_of(pk), today()), "phone": phone_of(found)}
    return render(request, "directory/public_organization.html", context)


def _search_page(request: Request) -> str:
    """The search of whoever reads."""
    if request.user.is_authenticated:
        return "directory:services" if request.access.can(Permission.READ_DIRECTORY) else "directory:find"
    return "directory:find"


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
