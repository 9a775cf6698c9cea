"""What is public of the directory, handed in a file: the services found, or all of them when nothing is asked."""

from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Final

from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.directory.forms import SearchForm
from ancrage.directory.permissions import Permission
from ancrage.directory.queries.export_files import write_to
from ancrage.directory.queries.exports import EVERYTHING, Scope
from ancrage.directory.queries.search import Wanted, search
from ancrage.files.sheets import CONTENT_TYPES, Format
from ancrage.ui.messages import warn

_MOST: Final = 20_000


@dataclass(frozen=True)
class Kind:
    """``suffix`` is how the name of the file ends: it decides what is written."""

    label: str | Promise
    suffix: str
    content_type: str


KINDS: Final = {
    "xlsx": Kind(gettext_lazy("Excel (XLSX)"), ".xlsx", CONTENT_TYPES[Format.XLSX]),
    "csv": Kind(gettext_lazy("Texte (CSV)"), ".csv", CONTENT_TYPES[Format.CSV]),
    "hsds": Kind(gettext_lazy("HSDS (JSON)"), ".json", "application/json"),
    "paquet": Kind(gettext_lazy("HSDS en tableaux (ZIP)"), ".zip", "application/zip"),
    "inclusion": Kind(gettext_lazy("data·inclusion (JSON)"), ".inclusion.json", "application/json"),
}


@page(permission=Permission.READ_DIRECTORY, consults="directory.export.consulted")
def export(request: Request, kind: str) -> HttpResponseBase:
    """Whole before anything of it is sent; the register says who took it."""
    made = KINDS.get(kind)
    if made is None:
        raise Http404
    scope = _scope(SearchForm(request.GET, for_staff=True).wanted())
    if scope is None:
        warn(
            request, _("Plus de %(n)d services sont trouvés : précisez, ou exportez tout le répertoire.") % {"n": _MOST}
        )
        return redirect(f"{reverse('directory:services')}?{request.GET.urlencode()}")
    name = f"repertoire-{local_day(now())}{made.suffix}"
    file = TemporaryFile()  # noqa: SIM115 - closed by the answer that sends it
    try:
        write_to(file, name, scope=scope, at=now())
    except BaseException:
        file.close()
        raise
    file.seek(0)
    request.consult(request.user)
    return FileResponse(file, as_attachment=True, filename=name, content_type=made.content_type)


def _scope(wanted: Wanted) -> Scope | None:
    """What is found, as the list shows it; None when it is too much to be ranked."""
    if wanted == Wanted():
        return EVERYTHING
    results = search(wanted, now(), most=_MOST)
    return None if results.is_cut else Scope(services=frozenset(results.ids(0, results.total)))
