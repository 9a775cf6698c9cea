from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.header import case_header
from ancrage.newcomers.queries.timeline import KINDS, timeline

_FILTERS = {
    "": _("Tout"),
    "referrals": _("Aiguillages"),
    "meetings": _("Rencontres et suivis"),
    "notes": _("Notes et documents"),
    "plan": _("Plan d’action"),
    "case": _("Dossier et consentements"),
}


@page(permission=Permission.READ_CASE, consults="newcomers.case.consulted")
def history(request: Request, case_id: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.for_page(request.access), pk=case_id)
    chosen = request.GET.get("genre", "")
    kinds = (chosen,) if chosen in KINDS else KINDS
    request.consult(case, about=[case.person_id], region=case.region.code)
    context = {
        "case": case,
        "header": case_header(case, request.access, now()),
        "tab": "plan",
        "events": timeline(case, kinds=kinds, limit=500),
        "filters": _FILTERS.items(),
        "chosen": chosen if chosen in KINDS else "",
    }
    return render(request, "newcomers/history.html", context)
