from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions.consents import ConsentRefused, give, withdraw
from ancrage.newcomers.forms.consents import ConsentForm
from ancrage.newcomers.models import CollectionNotice
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.consents import consents_of, notice_for, notice_in
from ancrage.newcomers.views.dossier import dossier, show
from ancrage.ui.messages import toast, warn


@page(permission=Permission.READ_CASE, consults="newcomers.case.consulted")
def consents(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    rows = [(one, one.is_in_force(today())) for one in consents_of(case)]
    context = {"in_force": [one for one, holds in rows if holds], "past": [one for one, holds in rows if not holds]}
    return show(request, "newcomers/consents.html", case, "consents", **context)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def consent_add(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    at = now()
    shown = notice_for(case.person, at)
    form = ConsentForm(request.POST or None, case=case, at=at)
    if form.is_valid():
        try:
            give(case=case, notice=shown.notice, **form.cleaned_data, by=request.user, at=at)
        except ConsentRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le consentement est inscrit."))
            return redirect("newcomers:consents", case.pk)
    return show(request, "newcomers/consent_form.html", case, "consents", form=form, shown=shown)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def consent_withdraw(request: Request, case_id: UUID, consent_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    consent = get_object_or_404(consents_of(case), pk=consent_id)
    if request.method == "POST":
        try:
            withdraw(consent=consent, by=request.user, at=now())
        except ConsentRefused as refusal:
            warn(request, str(refusal))
        else:
            toast(request, _("Le consentement est retiré. Plus rien n’est partagé."))
        return redirect("newcomers:consents", case.pk)
    return show(request, "newcomers/consent_withdraw.html", case, "consents", consent=consent)


@page(permission=Permission.READ_CASE)
def notice(request: Request, number: int) -> HttpResponse:
    """A version of the notice, as it was shown, in French and the language asked for."""
    found = get_object_or_404(CollectionNotice, number=number)
    shown = notice_in(found, request.GET.get("langue", ""))
    return render(request, "newcomers/notice.html", {"shown": shown})
