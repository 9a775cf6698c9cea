"""The quality of the directory: a picture of it, what is to be verified, and who is asked."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.core.errors import Refused
from ancrage.core.paging import page_of
from ancrage.directory.actions.records import verify_records
from ancrage.directory.actions.verifying import ask_for_verification
from ancrage.directory.models import Rating
from ancrage.directory.permissions import Permission
from ancrage.directory.queries.items import ORGANIZATION
from ancrage.directory.queries.quality import lacked, picture_of
from ancrage.directory.queries.records import in_reach, keepable
from ancrage.directory.queries.upkeep import upkeep_tabs
from ancrage.directory.queries.verifying import (
    due_within,
    never_within,
    oldest_first,
    records_of,
    suspended_within,
    verification_months,
)
from ancrage.ui.messages import toast, warn

_MOST = 50


@page(permission=Permission.EDIT_DIRECTORY)
def quality(request: Request) -> HttpResponse:
    mine = Rating.objects.filter(in_reach(request.access))
    shown = page_of(mine.select_related("service__organization"), "quality", request.GET, descending=False, size=25)
    context = {
        "picture": picture_of(mine),
        "page": shown,
        "lines": [(one, lacked(one)) for one in shown.rows],
        "tabs": upkeep_tabs(request.access),
    }
    return render(request, "directory/quality.html", context)


@page(permission=Permission.EDIT_DIRECTORY)
def due(request: Request) -> HttpResponse:
    """What is to be verified, the longest left first."""
    found = due_within(request.access, today())
    never = never_within(request.access)
    context = {
        "months": verification_months(today()),
        "organizations": oldest_first(found)[:_MOST],
        "n_due": found.count(),
        "n_never": never.count(),
        "never": never.order_by("created_at", "pk")[:_MOST],
        "suspended": suspended_within(request.access, today()).order_by("paused_on", "pk")[:_MOST],
        "decides": request.access.scopes(Permission.EDIT_DIRECTORY).everything,
        "tabs": upkeep_tabs(request.access),
    }
    return render(request, "directory/due.html", context)


@require_POST
@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def ask_verification(request: Request, pk: UUID) -> HttpResponse:
    organization = get_object_or_404(keepable(ORGANIZATION, request.access), pk=pk)
    try:
        link = ask_for_verification(organization=organization, by=request.user, at=now())
    except Refused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le lien de vérification est envoyé à %(to)s.") % {"to": link.sent_to})
    return redirect("directory:due")


@require_POST
@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def verified(request: Request, pk: UUID) -> HttpResponse:
    """Everything of an organisation was found right, by telephone for instance."""
    organization = get_object_or_404(keepable(ORGANIZATION, request.access), pk=pk)
    verify_records(records=records_of(organization), by=request.user, at=now())
    toast(request, _("%(name)s et ses services sont vérifiés aujourd’hui.") % {"name": organization})
    return redirect("directory:due")
