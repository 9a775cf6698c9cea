from django.http import Http404, HttpRequest, HttpResponse

from ancrage.accounts.pages import page
from ancrage.agenda.messages import calendar_of
from ancrage.agenda.queries.feeds import busy, feed_of
from ancrage.core import now


@page(permission=None, public=True)
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """When a worker is taken, for whoever holds the secret address."""
    found, at = feed_of(token), now()
    if found is None:
        raise Http404
    content = calendar_of(found.worker, busy(found, at), at=at)
    headers = {"Cache-Control": "no-store, private", "Content-Disposition": 'inline; filename="ancrage.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
