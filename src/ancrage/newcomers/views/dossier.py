"""What every page of a dossier begins and ends with."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from ancrage.accounts.http import Request
from ancrage.core import now
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.cases import case_for_page
from ancrage.newcomers.queries.header import case_header
from ancrage.ui.forms import Form


def dossier(request: Request, case_id: UUID, permission: Permission = Permission.READ_CASE) -> Case:
    """The dossier within reach, or 404: its existence is not revealed."""
    found = case_for_page(case=case_id, access=request.access, permission=permission)
    if not found:
        raise Http404
    return found[0]


def show(request: Request, template: str, case: Case, tab: str, **context: Any) -> HttpResponse:
    """The page, and what it showed for the register."""
    request.consult(case, about=[case.person_id], region=case.region.code)
    header = case_header(case, request.access, now())
    return render(request, template, {"case": case, "header": header, "tab": tab, **context})


def form_page(
    request: Request, case: Case, tab: str, form: Form, *, title: str, back: str, lead: str = "", submit: str = ""
) -> HttpResponse:
    """A form alone on its page of the dossier; ``back`` is where giving up leads."""
    context = {"form": form, "title": title, "back": back, "lead": lead, "submit": submit}
    return show(request, "newcomers/file_form.html", case, tab, **context)
