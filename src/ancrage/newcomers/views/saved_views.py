"""The views of lists that someone keeps for themselves."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.newcomers.actions import saved_views as actions
from ancrage.newcomers.forms.lists import kept_of
from ancrage.newcomers.forms.saved_views import SaveViewForm
from ancrage.newcomers.models import Listed, SavedView
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.views.lists import ALL
from ancrage.ui.messages import toast, warn

_PAGES = {
    Listed.CASES: "newcomers:cases",
    Listed.REQUESTS: "newcomers:requests",
    Listed.OVERDUE: "newcomers:overdue",
    Listed.REFERRALS: "newcomers:sent_referrals",
    Listed.APPOINTMENTS: "newcomers:meetings",
}


@page(permission=Permission.READ_CASE)
def saved_views(request: Request) -> HttpResponse:
    views = list(SavedView.objects.kept().filter(user=request.user).in_order())
    lists = [(one.label, reverse(name), [view for view in views if view.listed == one]) for one, name in _PAGES.items()]
    return render(request, "newcomers/saved_views.html", {"lists": lists, "has_views": bool(views)})


@page(permission=Permission.READ_CASE, writes=True)
def view_save(request: Request, listed: str) -> HttpResponse:
    """A name for the filters and columns that the address holds."""
    if listed not in _PAGES:
        raise Http404
    query = kept_of(request.GET)
    address = f"{reverse(_PAGES[Listed(listed)])}?{query or ALL}"
    form = SaveViewForm(request.POST or None)
    if form.is_valid():
        try:
            view = actions.save_view(**form.cleaned_data, listed=listed, query=query, by=request.user, at=now())
        except actions.ViewRefused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:view_remove", args=[view.pk])
            toast(request, _("La vue « %(name)s » est enregistrée.") % {"name": view.name}, undo)
            return redirect(address)
    context = {"form": form, "back": address, "list_name": Listed(listed).label}
    return render(request, "newcomers/saved_view_form.html", context)


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
