from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ancrage.accounts.pages import page
from ancrage.ui import resubmission


@page(permission=None, public=True, writes=True)
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session. A GET (a link, a prefetch) closes nothing."""
    if request.method != "POST":
        return redirect("accounts:me" if request.user.is_authenticated else "account_login")
    response = redirect("account_login")
    logout(request)
    resubmission.forget(response, request)
    return response


@page(permission=None, public=True)
def closed_sign_up(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Accounts are opened by invitation; the library only needs the address to exist."""
    return redirect("account_login")
