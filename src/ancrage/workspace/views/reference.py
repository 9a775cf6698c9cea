"""Reference lists: statuses, domains, reasons. One screen for all of them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.labels import Labelled
from ancrage.ui.messages import toast
from ancrage.workspace.actions.reference import EntryRefused, keep_entry, offer_entry
from ancrage.workspace.forms.reference import entry_form
from ancrage.workspace.permissions import Permission
from ancrage.workspace.queries.reference import counted_lists
from ancrage.workspace.reference import LISTS, ReferenceList


def _list(slug: str) -> ReferenceList:
    if slug not in LISTS:
        raise Http404
    return LISTS[slug]


@page(permission=Permission.MANAGE_REFERENCE)
def index(request: Request) -> HttpResponse:
    return render(request, "workspace/reference/index.html", {"lists": counted_lists()})


@page(permission=Permission.MANAGE_REFERENCE)
def entries(request: Request, slug: str) -> HttpResponse:
    found = _list(slug)
    rows = found.model._default_manager.order_by("position", "code")
    return render(request, "workspace/reference/entries.html", {"list": found, "entries": rows})


@page(permission=Permission.MANAGE_REFERENCE, writes=True)
def add(request: Request, slug: str) -> HttpResponse:
    found = _list(slug)
    return _kept(request, found, found.model())


@page(permission=Permission.MANAGE_REFERENCE, writes=True)
def change(request: Request, slug: str, pk: UUID) -> HttpResponse:
    found = _list(slug)
    return _kept(request, found, get_object_or_404(found.model._default_manager.all(), pk=pk))


@require_POST
@page(permission=Permission.MANAGE_REFERENCE, writes=True)
def offer(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """Withdraw an entry from the choices, or offer it again: the same button undoes."""
    entry = get_object_or_404(_list(slug).model._default_manager.all(), pk=pk)
    offer_entry(entry, is_active=not entry.is_active, by=request.user, at=now())
    said = (
        _("« %(label)s » est offert au choix.") if entry.is_active else _("« %(label)s » n’est plus offert au choix.")
    )
    toast(request, said % {"label": entry.label}, undo_url=reverse("workspace:offer", args=[slug, pk]))
    return redirect("workspace:entries", slug)


def _kept(request: Request, found: ReferenceList, entry: Labelled) -> HttpResponse:
    is_new = not entry.code
    form = entry_form(found)(request.POST or None, instance=entry)
    if form.is_valid():
        try:
            keep_entry(form.instance, by=request.user, at=now())
        except EntryRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            toast(request, _("C’est enregistré."))
            return redirect("workspace:entries", found.slug)
    return render(request, "workspace/reference/form.html", {"form": form, "list": found, "is_new": is_new})
