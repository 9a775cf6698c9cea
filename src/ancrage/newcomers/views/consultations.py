from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.paging import page_of
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.consultations import READINGS, WRITINGS, entries_about, worded
from ancrage.newcomers.queries.header import case_header, reaches
from ancrage.newcomers.queries.history import changes_of
from ancrage.newcomers.views.dossier import dossier, show


@page(permission=Permission.READ_AUDIT, consults="newcomers.register.consulted")
def consultations(request: Request, case_id: UUID) -> HttpResponse:
    """Who read the dossier. Whoever may read the register alone sees the reference and nothing of the person."""
    registered = Case.objects.registered_for(request.access).select_related("region")
    case = Case.objects.for_page(request.access).filter(pk=case_id, pk__in=registered.values("pk")).first()
    header = case_header(case, request.access, now()) if case else None
    case = case or get_object_or_404(registered, pk=case_id)
    request.consult(case, about=[case.pk], region=case.region.code)
    # What was written, and why a reading was exceptional, may tell what is restricted: for the named and who watches.
    sees_all = reaches(case, request.access, Permission.READ_AUDIT) or (header is not None and case.sees_restricted)
    kind = WRITINGS if sees_all and request.GET.get("acte") == WRITINGS else READINGS
    listed = page_of(entries_about(case, kind), "at", request.GET, size=50)
    entries = worded(listed.rows, case, reasons=sees_all)
    context = {"entries": entries, "page": listed, "kind": kind, "sees_writings": sees_all}
    base = "newcomers/case_base.html" if header else "newcomers/register_base.html"
    context |= {"case": case, "header": header, "base": base, "tab": "consultations"}
    return render(request, "newcomers/consultations.html", context)


@page(permission=Permission.READ_AUDIT, consults="newcomers.case.consulted")
def person_history(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    get_object_or_404(Case.objects.registered_for(request.access), pk=case_id)
    return show(request, "newcomers/person_history.html", case, "consultations", changes=changes_of(case.person))
