from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.workspace.queries.help import is_first_day


@page(permission=None, spaces=True)
def home(request: Request) -> HttpResponse:
    """Where one's work begins: the guide of a first day, then the first line of one's menu, or one's account."""
    if request.user.is_staff_account and is_first_day(request.user):
        return redirect("workspace:first_day")
    menu = import_string(settings.ANCRAGE_MENU)(request)
    first = next(menu.items(), None)
    return redirect(first.url if first else "accounts:me")
