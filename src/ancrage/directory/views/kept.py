"""Services and searches one keeps.

Without an account, services are kept by the browser alone, in a signed cookie that no script reads: it works without
JavaScript, and nothing of it is written here. With an account, they are rows, found again on another device.
"""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.directory.actions import kept as actions
from ancrage.directory.forms import SearchForm
from ancrage.directory.models import SavedSearch, Service
from ancrage.directory.queries.kept import favourites_of, searches_of
from ancrage.directory.queries.told import told
from ancrage.ui.messages import toast, warn
from ancrage.ui.returning import back_to

COOKIE: Final = "ancrage_services"
MOST: Final = 40
_YEAR: Final = 365 * 24 * 3600


def kept_by(request: Request) -> list[UUID]:
    """The services kept by this account, else by this browser; the last first."""
    if request.user.is_authenticated:
        return favourites_of(request.user)
    said = request.get_signed_cookie(COOKIE, "", salt=COOKIE)
    return [UUID(one) for one in said.split(".") if one]


@require_POST
@page(permission=None, public=True, writes=True)
def favourite(request: Request, pk: UUID) -> HttpResponse:
    """Keep a public service; kept, let it go."""
    service = get_object_or_404(Service.objects.filter(publication__is_public=True), pk=pk)
    answer = redirect(back_to(request, reverse("directory:favourites")))
    kept = kept_by(request)
    if request.user.is_authenticated:
        act = actions.let_service_go if pk in kept else actions.keep_service
        act(service=service, by=request.user, at=now())
    else:
        left = [one for one in kept if one != pk] if pk in kept else [pk, *kept][:MOST]
        _keep(answer, left)
    return answer


@page(permission=None, public=True)
def favourites(request: Request) -> HttpResponse:
    kept = kept_by(request)
    context: dict[str, object] = {"services": told(kept, today()), "searches": [], "kept": kept}
    if request.user.is_authenticated:
        context["searches"] = searches_of(request.user)
    return render(request, "directory/favourites.html", context)


@require_POST
@page(permission=None, writes=True, spaces=True)
def search_keep(request: Request) -> HttpResponse:
    """The search that the address holds."""
    form = SearchForm(request.GET)
    address = f"{reverse('directory:find')}?{request.GET.urlencode()}"
    try:
        actions.keep_search(title=form.title, query=request.GET.urlencode()[:1000], by=request.user, at=now())
    except actions.SearchRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("La recherche est enregistrée."))
    return redirect(address)


@require_POST
@page(permission=None, writes=True, spaces=True)
def search_let_go(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(SavedSearch, pk=pk, user=request.user)
    actions.let_search_go(search=found, by=request.user, at=now())
    toast(request, _("La recherche est retirée."))
    return redirect("directory:favourites")


def _keep(answer: HttpResponse, kept: list[UUID]) -> None:
    answer.set_signed_cookie(
        COOKIE,
        ".".join(one.hex for one in kept),
        salt=COOKIE,
        max_age=_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
