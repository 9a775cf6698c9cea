from django.http import HttpResponse
from django.shortcuts import render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.audit.models import AuditEntry, Seal
from ancrage.core.paging import page_of
from ancrage.workspace.forms.register import RegisterFilters
from ancrage.workspace.permissions import Permission
from ancrage.workspace.queries.register import entries, lines_of


@page(permission=Permission.READ_AUDIT_REGISTER, consults="workspace.register.consulted")
def register(request: Request) -> HttpResponse:
    """The register of acts and consultations: who, what, when, and whether it is sealed."""
    filters = RegisterFilters(request.GET or None)
    wanted = filters.cleaned_data if filters.is_valid() else {}
    names = {"acte": "verb", "qui": "actor", "dossier": "reference", "du": "since", "au": "until"}
    found = entries(**{names[key]: value for key, value in wanted.items() if value})
    if filters.is_bound and not filters.is_valid():
        found = AuditEntry.objects.none()
    shown = page_of(found, "at", request.GET, size=50)
    request.consult(request.user)
    seal = Seal.objects.order_by("-no").first()
    context = {"filters": filters, "page": shown, "lines": lines_of(shown.rows), "seal": seal}
    return render(request, "workspace/register.html", context)
