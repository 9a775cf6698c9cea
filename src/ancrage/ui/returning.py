"""Going back to where one came from, when that is one of our own pages."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "retour"


def back_to(request: HttpRequest, default: str) -> str:
    """The page named by the field ``retour`` of the form or address, else ``default``; never another site."""
    wanted = request.POST.get(FIELD) or request.GET.get(FIELD, "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours and wanted.startswith("/") else default


def bringing_back(request: HttpRequest, url: str) -> str:
    """``url``, from which one comes back to the page this request comes back to: an undo leaves nobody elsewhere."""
    wanted = back_to(request, "")
    return f"{url}?{urlencode({FIELD: wanted}, safe='/')}" if wanted else url
