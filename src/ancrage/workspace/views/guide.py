"""Help on the pages, the words of the trade, the keys, a first day; and what anyone may read of the service."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.actions.guide import SET_ASIDE, mark_step
from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.ui.messages import toast
from ancrage.workspace.help_words import SHORTCUTS
from ancrage.workspace.privacy import GROUPS, kept_fields
from ancrage.workspace.queries import help as queries


@page(permission=None)
def pages(request: Request) -> HttpResponse:
    """A paragraph on each page of the reader's menu."""
    menu = import_string(settings.ANCRAGE_MENU)(request)
    return render(request, "workspace/help/pages.html", {"paragraphs": queries.help_of(menu.items())})


@page(permission=None)
def glossary(request: Request) -> HttpResponse:
    return render(request, "workspace/help/glossary.html", {"terms": queries.glossary()})


@page(permission=None)
def shortcuts(request: Request) -> HttpResponse:
    return render(request, "workspace/help/shortcuts.html", {"shortcuts": SHORTCUTS})


@page(permission=None)
def first_day(request: Request) -> HttpResponse:
    steps = queries.first_day(request.access)
    done = sum(1 for one in steps if one.done_at)
    return render(request, "workspace/help/first_day.html", {"steps": steps, "done": done})


@require_POST
@page(permission=None, writes=True)
def step(request: Request, code: str) -> HttpResponse:
    """Mark a step as done; again, as not done after all."""
    shown = {one.step.code: one for one in queries.first_day(request.access)}
    if code not in shown:
        raise Http404
    mark_step(user=request.user, step=code, is_done=shown[code].done_at is None, at=now())
    return redirect("workspace:first_day")


@require_POST
@page(permission=None, writes=True)
def set_aside(request: Request) -> HttpResponse:
    """No more guide at the next visits; it stays in one's menu."""
    mark_step(user=request.user, step=SET_ASIDE, is_done=True, at=now())
    toast(request, _("C’est noté. Le guide reste dans votre menu, sous votre nom."))
    return redirect("workspace:home")


@page(permission=None, public=True)
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {"contact": settings.ANCRAGE_ACCESSIBILITY_CONTACT}
    return render(request, "workspace/help/accessibility.html", context)


@page(permission=None, public=True)
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "groups": [(group, kept_fields(group)) for group in GROUPS],
        "contact": settings.ANCRAGE_PRIVACY_CONTACT,
    }
    return render(request, "workspace/help/privacy.html", context)
