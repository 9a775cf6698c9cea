"""Staff lets the person of a dossier choose when to be met."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions.moments import MomentRefused, offer_moment, restore_moment, withdraw_moment
from ancrage.newcomers.forms.moments import OfferForm
from ancrage.newcomers.models import MomentOffer
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.appointments import may_be_met
from ancrage.newcomers.queries.moments import rooms_of
from ancrage.newcomers.views.dossier import dossier, form_page
from ancrage.ui.messages import toast, warn

_USUAL: Final = timedelta(days=14)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def moment_offer(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    staff = may_be_met(case, today())
    agent = case.agent_id
    usual = agent if agent and staff.filter(pk=agent).exists() else request.user.pk
    initial = {"worker": usual, "modes": ["place"], "minutes": 30, "until": today() + _USUAL}
    form = OfferForm(request.POST or None, staff=staff, rooms=list(rooms_of(case, today())), initial=initial)
    back = reverse("newcomers:appointments", args=[case_id])
    if form.is_valid():
        try:
            offer = offer_moment(case=case, **form.values(), by=request.user, at=now())
        except MomentRefused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:moment_withdraw", args=[case_id, offer.pk])
            toast(request, _("C’est proposé : la personne choisit dans « Mon plan »."), undo)
            return redirect(back)
    title, submit = _("Proposer de choisir un moment"), _("Proposer")
    lead = _("La personne verra dans « Mon plan » les plages libres, et en prendra une.")
    return form_page(request, case, "appointments", form, title=title, back=back, lead=lead, submit=submit)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def moment_withdraw(request: Request, case_id: UUID, offer_id: UUID) -> HttpResponse:
    offer = _offer(request, case_id, offer_id)
    try:
        withdraw_moment(offer=offer, by=request.user, at=now())
    except MomentRefused as refusal:
        warn(request, str(refusal))
    else:
        undo = reverse("newcomers:moment_restore", args=[case_id, offer_id])
        toast(request, _("La proposition est retirée."), undo)
    return redirect("newcomers:appointments", case_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def moment_restore(request: Request, case_id: UUID, offer_id: UUID) -> HttpResponse:
    offer = _offer(request, case_id, offer_id)
    try:
        restore_moment(offer=offer, by=request.user, at=now())
    except MomentRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("La proposition est rétablie."))
    return redirect("newcomers:appointments", case_id)


def _offer(request: Request, case_id: UUID, offer_id: UUID) -> MomentOffer:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    return get_object_or_404(MomentOffer.objects.filter(case=case), pk=offer_id)
