"""Recovery codes. The library's own pages note on GET that they were read; here a GET writes nothing."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page

FILE = "ancrage-codes-de-secours.txt"


@page(permission=None)
def codes(request: Request) -> HttpResponse:
    return render(request, "mfa/recovery_codes/index.html", {"unused_codes": _unused(request)})


@page(permission=None)
def download(request: Request) -> HttpResponse:
    text = "".join(f"{code}\n" for code in _unused(request))
    disposition = f'attachment; filename="{FILE}"'
    return HttpResponse(text, content_type="text/plain", headers={"Content-Disposition": disposition})


def _unused(request: Request) -> list[str]:
    """Those that still serve, for whoever just proved who they are; without any set of codes, there is no page."""
    found = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if found is None:
        raise Http404
    raise_if_reauthentication_required(request, app="allauth.mfa")
    return list(found.wrap().get_unused_codes())
