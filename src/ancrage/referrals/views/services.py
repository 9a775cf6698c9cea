"""The organisation's own services: whether they take people now, and how long people wait."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.core.errors import Refused
from ancrage.directory.actions.intake import pause_intake, resume_intake, set_waiting
from ancrage.referrals.forms.intake import PauseForm, WaitingForm
from ancrage.referrals.permissions import Permission
from ancrage.referrals.queries import own_services
from ancrage.ui import messages


@page(permission=Permission.ANSWER_REFERRALS)
def services(request: Request) -> HttpResponse:
    found = own_services(request.access).select_related("organization").order_by("name", "pk")
    rows = [(service, service.is_paused(today())) for service in found]
    return render(request, "referrals/services.html", {"rows": rows})


@page(permission=Permission.ANSWER_REFERRALS, writes=True)
def pause(request: Request, pk: UUID) -> HttpResponse:
    service = get_object_or_404(own_services(request.access), pk=pk)
    form = PauseForm(request.POST or None)
    if form.is_valid():
        try:
            pause_intake(service=service, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.toast(request, _("L’accueil est suspendu."))
            return redirect("referrals:services")
    return render(request, "referrals/service_intake.html", {"service": service, "form": form, "is_pause": True})


@page(permission=Permission.ANSWER_REFERRALS, writes=True)
def resume(request: Request, pk: UUID) -> HttpResponse:
    service = get_object_or_404(own_services(request.access), pk=pk)
    if request.method == "POST":
        resume_intake(service=service, by=request.user, at=now())
        messages.toast(request, _("Le service accueille de nouveau."))
    return redirect("referrals:services")


@page(permission=Permission.ANSWER_REFERRALS, writes=True)
def waiting(request: Request, pk: UUID) -> HttpResponse:
    service = get_object_or_404(own_services(request.access), pk=pk)
    form = WaitingForm(request.POST or None, initial={"waiting_weeks": service.waiting_weeks})
    if form.is_valid():
        set_waiting(service=service, by=request.user, at=now(), **form.cleaned_data)
        messages.toast(request, _("L’attente est à jour."))
        return redirect("referrals:services")
    return render(request, "referrals/service_intake.html", {"service": service, "form": form, "is_pause": False})
