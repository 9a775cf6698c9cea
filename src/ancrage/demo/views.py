from uuid import UUID

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ancrage.accounts.middleware import DEMO
from ancrage.accounts.models import User
from ancrage.accounts.pages import client_address, page
from ancrage.core import today
from ancrage.demo import accounts
from ancrage.demo.checks import LOOPBACK, is_marked
from ancrage.messaging.models import OutgoingMessage
from ancrage.ui import resubmission
from ancrage.ui.messages import toast

SHOWN = 100


def _only_here(request: HttpRequest) -> None:
    """The door opens to this machine, over invented people; otherwise it does not exist."""
    if client_address(request) not in LOOPBACK or not is_marked():
        raise Http404


@page(permission=None, public=True)
def door(request: HttpRequest) -> HttpResponse:
    _only_here(request)
    return render(request, "demo/door.html", {"groups": accounts.groups(today())})


@page(permission=None, public=True, writes=True)
def enter(request: HttpRequest) -> HttpResponse:
    _only_here(request)
    if request.method != "POST":
        return redirect("demo:door")
    known = {str(account.user_id) for account in accounts.accounts(today())}
    asked = request.POST.get("user", "")
    if asked not in known:
        raise Http404
    user = User.objects.get(pk=asked)
    login(request, user)
    request.session[DEMO] = True
    toast(request, _("Vous voyez Ancrage comme %(name)s.") % {"name": user.full_name})
    answer = redirect(resubmission.resume_url(request, user.pk) or "/")
    resubmission.remember(answer, user.pk)
    return answer


def _base(request: HttpRequest) -> str:
    return "ui/staff.html" if request.user.is_authenticated else "ui/public.html"


@page(permission=None, public=True)
def outbox(request: HttpRequest) -> HttpResponse:
    _only_here(request)
    messages = OutgoingMessage.objects.order_by("-created_at", "-pk")
    to = request.GET.get("a", "")
    if to:
        messages = messages.filter(to=to)
    return render(request, "demo/outbox.html", {"base": _base(request), "sent": messages[:SHOWN], "to": to})


@page(permission=None, public=True)
def message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    _only_here(request)
    found = get_object_or_404(OutgoingMessage, pk=message_id)
    return render(request, "demo/message.html", {"base": _base(request), "message": found})
