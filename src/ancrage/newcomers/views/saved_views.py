"""The views of the list of dossiers that someone keeps for themselves."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.newcomers.actions import saved_views as actions
from ancrage.newcomers.forms.cases import kept_of
from ancrage.newcomers.forms.saved_views import SaveViewForm
from ancrage.newcomers.models import SavedView
from ancrage.newcomers.permissions import Permission
from ancrage.ui.messages import toast, warn


@page(permission=Permission.READ_CASE)
def saved_views(request: Request) -> HttpResponse:
    views = SavedView.objects.kept().filter(user=request.user).in_order()
    return render(request, "newcomers/saved_views.html", {"views": list(views)})


@page(permission=Permission.READ_CASE, writes=True)
def view_save(request: Request) -> HttpResponse:
    """A name for the filters and columns that the address holds."""
    query = kept_of(request.GET)
    address = f"{reverse('newcomers:cases')}?{query or 'tous'}"
    form = SaveViewForm(request.POST or None)
    if form.is_valid():
        try:
            view = actions.save_view(**form.cleaned_data, query=query, by=request.user, at=now())
        except actions.ViewRefused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:view_remove", args=[view.pk])
            toast(request, _("La vue « %(name)s » est enregistrée.") % {"name": view.name}, undo)
            return redirect(address)
    return render(request, "newcomers/saved_view_form.html", {"form": form, "back": address})


@require_POST
@page(permission=Permission.READ_CASE, writes=True)
def view_remove(request: Request, view_id: UUID) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=view_id, user=request.user)
    actions.remove_view(view=view, by=request.user, at=now())
    undo = reverse("newcomers:view_restore", args=[view.pk])
    toast(request, _("La vue « %(name)s » est retirée.") % {"name": view.name}, undo)
    return redirect("newcomers:saved_views")


@require_POST
@page(permission=Permission.READ_CASE, writes=True)
def view_restore(request: Request, view_id: UUID) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=view_id, user=request.user)
    try:
        actions.restore_view(view=view, by=request.user, at=now())
    except actions.ViewRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("La vue « %(name)s » est rétablie.") % {"name": view.name})
    return redirect("newcomers:saved_views")
