"""One referral of a dossier: its answer, and what the sender does with it."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.clock import in_business_time
from ancrage.core.errors import Refused
from ancrage.newcomers.actions.referrals import resend
from ancrage.newcomers.forms.referrals import ReplyForm, WithdrawForm
from ancrage.newcomers.models import Case, CaseReferral
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.referrals import ties_of
from ancrage.newcomers.views.dossier import dossier, form_page, show
from ancrage.referrals.actions import progress
from ancrage.referrals.actions.answering import mark_answer_read, reply
from ancrage.referrals.actions.withdrawing import withdraw
from ancrage.referrals.forms.answering import OutcomeForm
from ancrage.referrals.models import LinkUse
from ancrage.referrals.transitions import FINISH, GIVE_UP, START, WITHDRAW, may
from ancrage.ui.messages import toast, warn
from ancrage.ui.returning import back_to

_READ: Final = "newcomers.case.consulted"
_ENDED: Final = {
    "rendu": gettext_lazy("Le service est rendu"),
    "non-rendu": gettext_lazy("Le service n’a pas été rendu"),
}


@page(permission=Permission.READ_CASE, consults=_READ)
def referral(request: Request, case_id: UUID, referral_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    tie = _tie(case, referral_id)
    context = {
        "tie": tie,
        "referral": tie.referral,
        "transitions": tie.referral.transitions.order_by("-at", "-pk"),
        "questions": tie.referral.questions.order_by("asked_at"),
        "asks": tie.referral.is_awaiting and tie.referral.questions.filter(replied_at=None).exists(),
        "uses": [
            (use.get_kind_display(), in_business_time(use.at))
            for use in LinkUse.objects.filter(link__referral=tie.referral).order_by("-at", "-pk")[:8]
        ],
        "can_withdraw": may(WITHDRAW, tie.referral.state),
        "can_start": may(START, tie.referral.state),
        "can_finish": may(FINISH, tie.referral.state),
        "can_give_up": may(GIVE_UP, tie.referral.state),
        "form": ReplyForm(),
    }
    return show(request, "newcomers/referral.html", case, "referrals", **context)


@require_POST
@page(permission=Permission.REFER, writes=True)
def referral_resend(request: Request, case_id: UUID, referral_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.REFER)
    try:
        resend(tie=_tie(case, referral_id), by=request.user, at=now())
    except Refused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Un nouveau lien est envoyé à l’organisme. Les précédents ne servent plus."))
    return redirect("newcomers:referral", case_id, referral_id)


@require_POST
@page(permission=Permission.REFER, writes=True)
def referral_read(request: Request, case_id: UUID, referral_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.REFER)
    mark_answer_read(referral=_tie(case, referral_id).referral, by=request.user, at=now())
    toast(request, _("La réponse est notée comme lue."))
    return redirect(back_to(request, reverse("newcomers:referral", args=[case_id, referral_id])))


@page(permission=Permission.REFER, writes=True, consults=_READ)
def referral_withdraw(request: Request, case_id: UUID, referral_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.REFER)
    tie, form = _tie(case, referral_id), WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdraw(referral=tie.referral, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("L’aiguillage est retiré. L’organisme est prévenu et ne voit plus rien de la personne."))
            return redirect("newcomers:referral", case_id, referral_id)
    title = _("Retirer l’aiguillage vers %(name)s") % {"name": tie.referral.organization.name}
    back = reverse("newcomers:referral", args=[case_id, referral_id])
    return form_page(request, case, "referrals", form, title=title, back=back, submit=_("Retirer l’aiguillage"))


@page(permission=Permission.REFER, writes=True, consults=_READ)
def referral_reply(request: Request, case_id: UUID, referral_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.REFER)
    tie, form = _tie(case, referral_id), ReplyForm(request.POST or None)
    back = back_to(request, reverse("newcomers:referral", args=[case_id, referral_id]))
    if form.is_valid():
        try:
            reply(referral=tie.referral, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La précision est envoyée."))
            return redirect(back)
    return form_page(
        request, case, "referrals", form, title=_("Répondre à la question"), back=back, submit=_("Envoyer")
    )


@require_POST
@page(permission=Permission.REFER, writes=True)
def referral_started(request: Request, case_id: UUID, referral_id: UUID) -> HttpResponse:
    """The organisation told the sender that the service began."""
    case = dossier(request, case_id, Permission.REFER)
    try:
        progress.start(referral=_tie(case, referral_id).referral, by=request.user, at=now())
    except Refused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le service est noté comme commencé."))
    return redirect("newcomers:referral", case_id, referral_id)


@page(permission=Permission.REFER, writes=True, consults=_READ)
def referral_ended(request: Request, case_id: UUID, referral_id: UUID, ending: str) -> HttpResponse:
    """What came of it, as the person or the organisation told the sender."""
    case, act = dossier(request, case_id, Permission.REFER), progress.ENDINGS.get(ending)
    if act is None:
        raise Http404
    tie = _tie(case, referral_id)
    form = OutcomeForm(request.POST or None)
    if form.is_valid():
        try:
            act(referral=tie.referral, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le résultat est inscrit."))
            return redirect("newcomers:referral", case_id, referral_id)
    back = reverse("newcomers:referral", args=[case_id, referral_id])
    return form_page(
        request, case, "referrals", form, title=str(_ENDED[ending]), back=back, submit=_("Inscrire le résultat")
    )


def _tie(case: Case, referral_id: UUID) -> CaseReferral:
    return get_object_or_404(ties_of(case), referral=referral_id)
