from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.territory.actions.places import PlaceRefused, keep_municipality
from ancrage.territory.models import Municipality
from ancrage.ui.messages import toast
from ancrage.workspace.forms.structure import MunicipalityForm, PlaceFilter
from ancrage.workspace.permissions import Permission
from ancrage.workspace.queries.structure import SHOWN, places_matching


@page(permission=Permission.MANAGE_STRUCTURE)
def index(request: Request) -> HttpResponse:
    """Municipalities by name, code or region; the whole list is long and is searched."""
    form = PlaceFilter(request.GET or None)
    found = places_matching(form.cleaned_data if form.is_valid() else {})
    context = {"form": form, "places": found[:SHOWN], "has_more": len(found) > SHOWN}
    return render(request, "workspace/structure/places.html", context)


@page(permission=Permission.MANAGE_STRUCTURE, writes=True)
def add(request: Request) -> HttpResponse:
    return _kept(request, Municipality(), str(_("Ajouter une municipalité")))


@page(permission=Permission.MANAGE_STRUCTURE, writes=True)
def change(request: Request, pk: UUID) -> HttpResponse:
    place = get_object_or_404(Municipality.objects.all(), pk=pk)
    return _kept(request, place, _("Modifier « %(name)s »") % {"name": place.name})


def _kept(request: Request, place: Municipality, title: str) -> HttpResponse:
    form = MunicipalityForm(request.POST or None, instance=place)
    if form.is_valid():
        try:
            keep_municipality(form.instance, by=request.user, at=now())
        except PlaceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("C’est enregistré."))
            return redirect("workspace:places")
    return render(request, "workspace/structure/place_form.html", {"form": form, "title": title})
