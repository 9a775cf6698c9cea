from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.paging import page_of
from ancrage.messaging.models import MessageState, OutgoingMessage
from ancrage.ui.messages import toast, warn
from ancrage.workspace.actions.messages import MessageRefused, send_again
from ancrage.workspace.permissions import Permission


@page(permission=Permission.READ_OUTBOX)
def messages(request: Request) -> HttpResponse:
    """The state of what was sent. Bodies are not shown: their links open doors."""
    state = request.GET.get("etat", "")
    rows = OutgoingMessage.objects.defer("body")
    if state in MessageState.values:
        rows = rows.filter(state=state)
    context = {
        "page": page_of(rows, "created_at", request.GET, size=50),
        "states": MessageState.choices,
        "state": state,
    }
    return render(request, "workspace/messages.html", context)


@require_POST
@page(permission=Permission.READ_OUTBOX, writes=True)
def message_again(request: Request, message_id: UUID) -> HttpResponse:
    message = get_object_or_404(OutgoingMessage, pk=message_id)
    try:
        send_again(message=message, by=request.user, at=now())
    except MessageRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le message reprend sa place dans la file."))
    return redirect("workspace:messages")
