"""The search that a municipality puts in its own site: one address, read only, that knows nothing of who looks."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt

from ancrage.accounts.pages import page
from ancrage.api.middleware import POLICY
from ancrage.api.queries import widget as queries
from ancrage.core import now

_MOST: Final = 120
# A page's own, but for those who may hold it: anyone; and it has no form to send.
_FRAMED: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)


@xframe_options_exempt
@page(permission=None, public=True)
def widget(request: HttpRequest) -> HttpResponse:
    """``q``: words; ``besoin``: a need; ``pres``: a town or a postal code, kept from page to page."""
    text, near = (request.GET.get(name, "").replace("\x00", " ").strip()[:_MOST] for name in ("q", "pres"))
    choices = queries.needs()
    need = next((one for one in choices if one.code == request.GET.get("besoin")), None)
    context: dict[str, Any] = {"text": text, "near": near, "need": need, "needs": choices, "language": get_language()}
    context["home"] = settings.BASE_URL + reverse("directory:find")
    if text or need:
        context["lines"], context["total"] = queries.found(text, near=near, need=need.code if need else "", at=now())
    # Without the request: nothing of a page's surroundings, which speak of who looks.
    return HttpResponse(render_to_string("api/widget.html", context), headers={POLICY: _FRAMED})
