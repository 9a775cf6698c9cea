from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.actions.notifications import choose_ways, mark_read
from ancrage.accounts.actions.users import change_profile, close_sessions
from ancrage.accounts.forms.notices import NoticesForm
from ancrage.accounts.forms.users import ProfileForm
from ancrage.accounts.http import Request
from ancrage.accounts.models import Assignment, Notification, SignInAttempt
from ancrage.accounts.pages import page
from ancrage.accounts.queries import chosen_ways, notices_for
from ancrage.core import now, today
from ancrage.ui.messages import toast

RECENT = 10
SHOWN = 100


@page(permission=None, writes=True)
def account(request: Request) -> HttpResponse:
    """« Mon compte »: who I am here, how I sign in, what I may do."""
    user = request.user
    form = ProfileForm(request.POST or None, initial={"full_name": user.full_name, "language": user.language})
    if form.is_valid():
        change_profile(user=user, **form.cleaned_data, by=user, at=now())
        toast(request, _("Vos renseignements sont enregistrés."))
        return redirect("accounts:me")
    held = Assignment.objects.on(today()).filter(user=user).with_places().in_order()
    attempts = SignInAttempt.objects.filter(user=user).newest_first()[:RECENT]
    return render(request, "accounts/me.html", {"form": form, "assignments": held, "attempts": attempts})


@require_POST
@page(permission=None, writes=True)
def close_other_sessions(request: Request) -> HttpResponse:
    close_sessions(user=request.user, by=request.user, at=now())
    update_session_auth_hash(request, request.user)
    toast(request, _("Vos autres sessions sont fermées."))
    return redirect("accounts:me")


@page(permission=None, writes=True)
def notifications(request: Request) -> HttpResponse:
    """What Ancrage told me. Posting marks all of it read."""
    if request.method == "POST":
        mark_read(user=request.user, at=now())
        return redirect("accounts:notifications")
    told = Notification.objects.filter(user=request.user).select_related("instead_of").newest_first()[:SHOWN]
    return render(request, "accounts/notifications.html", {"notifications": told})


@page(permission=None, writes=True)
def notices(request: Request) -> HttpResponse:
    """« Mes avis »: how to be told of what."""
    offered = notices_for(request.access)
    form = NoticesForm(request.POST or None, notices=offered, initial=chosen_ways(request.user, offered))
    if form.is_valid():
        choose_ways(user=request.user, ways=form.cleaned_data)
        toast(request, _("Vos choix sont enregistrés."))
        return redirect("accounts:notices")
    fixed = [notice for notice in offered.values() if notice.is_fixed]
    return render(request, "accounts/notices.html", {"form": form, "fixed": fixed})
