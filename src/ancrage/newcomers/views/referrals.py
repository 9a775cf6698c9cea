"""From a need to a service, and what became of it: the referrals of a dossier."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.core.errors import Refused
from ancrage.directory.models import Service
from ancrage.newcomers.actions.referrals import refer
from ancrage.newcomers.forms.referrals import ChoiceFilter, PackageForm
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.consents import consent_for
from ancrage.newcomers.queries.package import package_for
from ancrage.newcomers.queries.referral_choice import option_for, services_for
from ancrage.newcomers.queries.referral_map import map_of
from ancrage.newcomers.queries.referrals import referable_needs, seen_needs, ties_of
from ancrage.newcomers.views.dossier import dossier, show
from ancrage.plans.models import Need
from ancrage.ui.messages import toast

_READ: Final = "newcomers.case.consulted"
STEPS: Final = (
    gettext_lazy("Besoin"),
    gettext_lazy("Service"),
    gettext_lazy("Renseignements à communiquer"),
    gettext_lazy("Envoi"),
)


@page(permission=Permission.READ_CASE, consults=_READ)
def referrals(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    ties = ties_of(case).order_by("-referral__created_at", "-pk")
    return show(request, "newcomers/referrals.html", case, "referrals", ties=ties)


@page(permission=Permission.REFER, consults=_READ)
def referral_add(request: Request, case_id: UUID) -> HttpResponse:
    """Steps 1 and 2: the need (``?besoin=``), then the services that fit."""
    case, form = dossier(request, case_id, Permission.REFER), ChoiceFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    needs = referable_needs(case)
    asked = wanted.get("besoin")
    need = needs.filter(pk=asked).first() if asked else None
    if need is None:
        over = get_object_or_404(seen_needs(case), pk=asked) if asked else None
        return show(request, "newcomers/referral_need.html", case, "referrals", needs=needs, over=over, steps=STEPS)
    asked = form.asked()
    found = services_for(case, need, now(), asked)
    form.suggest(need.title, found.town)
    context = {"need": need, "found": found, "form": form, "steps": STEPS, "map": map_of(found, asked)}
    return show(request, "newcomers/referral_choice.html", case, "referrals", **context)


@page(permission=Permission.REFER, writes=True, consults=_READ)
def referral_package(request: Request, case_id: UUID, need_id: UUID, service_id: UUID) -> HttpResponse:
    """Steps 3 and 4: exactly what the organisation will see, then sending."""
    case = dossier(request, case_id, Permission.REFER)
    need, service = _need(case, need_id), get_object_or_404(Service.objects.active().with_names(), pk=service_id)
    consent = consent_for(case.pk, service.organization_id, today())
    option, _situation = option_for(case, need, service, today())
    context = {"need": need, "option": option, "consent": consent, "steps": STEPS}
    if consent is None:
        return show(request, "newcomers/referral_package.html", case, "referrals", form=None, **context)
    package = package_for(case, need, consent, now())
    form = PackageForm(request.POST or None, package=package)
    if form.is_valid():
        try:
            sent = refer(case=case, need=need, service=service, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:referral_withdraw", args=[case.pk, sent.pk])
            toast(request, _("L’aiguillage est envoyé à %(name)s.") % {"name": service.organization.name}, undo)
            return redirect("newcomers:referral", case.pk, sent.pk)
    return show(request, "newcomers/referral_package.html", case, "referrals", form=form, package=package, **context)


def _need(case: Case, need_id: UUID) -> Need:
    return get_object_or_404(referable_needs(case), pk=need_id)
