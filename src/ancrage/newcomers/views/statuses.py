from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions.statuses import StatusRefused, add_status, end_status
from ancrage.newcomers.forms.statuses import EndForm, StatusForm
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.statuses import statuses_of
from ancrage.newcomers.views.dossier import dossier, form_page, show
from ancrage.ui.messages import toast


@page(permission=Permission.READ_CASE, consults="newcomers.case.consulted")
def statuses(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    return show(request, "newcomers/statuses.html", case, "plan", statuses=statuses_of(case.person))


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def status_add(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    form = StatusForm(request.POST or None)
    back = reverse("newcomers:statuses", args=[case.pk])
    if form.is_valid():
        try:
            add_status(case=case, **form.cleaned_data, by=request.user, at=now())
        except StatusRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le statut est inscrit."))
            return redirect(back)
    return form_page(request, case, "plan", form, title=_("Inscrire un statut"), back=back)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def status_end(request: Request, case_id: UUID, status_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    status = get_object_or_404(case.person.statuses.select_related("category"), pk=status_id)
    form = EndForm(request.POST or None, today=today())
    back = reverse("newcomers:statuses", args=[case.pk])
    if form.is_valid():
        try:
            end_status(case=case, status=status, **form.cleaned_data, by=request.user, at=now())
        except StatusRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La fin du statut est inscrite."))
            return redirect(back)
    title = _("Terminer le statut : %(status)s") % {"status": status.category}
    return form_page(request, case, "plan", form, title=title, back=back)
