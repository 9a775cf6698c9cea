"""Mes aiguillages: what an organisation received, for whoever works there."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.errors import Refused
from ancrage.core.paging import page_of
from ancrage.referrals.actions import progress
from ancrage.referrals.actions.answering import take_up
from ancrage.referrals.forms.answering import OutcomeForm
from ancrage.referrals.models import Referral
from ancrage.referrals.permissions import Permission
from ancrage.referrals.queries import Pile, outline, piles
from ancrage.referrals.transitions import FINISH, GIVE_UP, START, may
from ancrage.referrals.views.choices import choice_or_404, choices_for
from ancrage.ui import messages


@page(permission=Permission.ANSWER_REFERRALS, consults="referrals.inbox.consulted")
def inbox(request: Request) -> HttpResponse:
    chosen = request.GET.get("etat", Pile.TO_ANSWER)
    pile = Pile(chosen) if chosen in Pile.values else Pile.TO_ANSWER
    received = Referral.objects.received_by(request.access).filter(state__in=pile.states).with_names()
    found = page_of(received, "sent_at", request.GET)
    about = [one for referral in found.rows if referral.is_shared for one in referral.concerns]
    request.consult(request.user if about else None, about=about)
    context = {"page": found, "pile": pile, "piles": piles(request.access), "all_piles": Pile, "at": now()}
    return render(request, "referrals/inbox.html", context)


@page(permission=Permission.ANSWER_REFERRALS, writes=True, consults="referrals.package.consulted")
def received(request: Request, pk: UUID) -> HttpResponse:
    """One referral, with what the person agreed to share. Its POST is the first click of an answer."""
    referral = _load(request, pk)
    if request.method == "POST":
        choice = choice_or_404(request.POST.get("reponse", ""))
        take_up(referral=referral, by=request.user, at=now())
        return redirect("referrals:received_answer", pk, choice.slug)
    request.consult(referral if referral.is_shared else None, about=referral.concerns, region=referral.region.code)
    context = {
        "referral": referral,
        "outline": outline(referral),
        "questions": referral.questions.order_by("asked_at"),
        "transitions": referral.transitions.order_by("-at", "-pk"),
        "choices": choices_for(referral),
        "can_start": may(START, referral.state),
        "can_finish": may(FINISH, referral.state),
        "can_give_up": may(GIVE_UP, referral.state),
        "can_answer_again": referral.state == "waiting_list",
        "is_late": referral.is_late(now()),
    }
    return render(request, "referrals/received.html", context)


@page(permission=Permission.ANSWER_REFERRALS, writes=True, consults="referrals.package.consulted")
def received_answer(request: Request, pk: UUID, slug: str) -> HttpResponse:
    """The second click. ``vu`` holds the state the answer was chosen on."""
    choice, referral = choice_or_404(slug), _load(request, pk)
    form = choice.form(request.POST or None, sender=referral.created_by.full_name)
    seen = request.POST.get("vu", referral.state)
    if form.is_valid():
        try:
            choice.act(referral=referral, by=request.user, at=now(), seen=seen, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.toast(request, _("La réponse est inscrite et envoyée."))
            return redirect("referrals:received", pk)
    name = referral.person_name if referral.is_shared else ""
    request.consult(referral if name else None, about=referral.concerns, region=referral.region.code)
    context = {"referral": referral, "choice": choice, "form": form, "heading": choice.heading(name), "seen": seen}
    return render(request, "referrals/received_answer.html", context)


@page(permission=Permission.ANSWER_REFERRALS, writes=True)
def started(request: Request, pk: UUID) -> HttpResponse:
    referral = _load(request, pk)
    if request.method == "POST":
        try:
            progress.start(referral=referral, by=request.user, at=now())
        except Refused as refusal:
            messages.warn(request, str(refusal))
        else:
            messages.toast(request, _("Le service est noté comme commencé."))
    return redirect("referrals:received", pk)


@page(permission=Permission.ANSWER_REFERRALS, writes=True)
def ended(request: Request, pk: UUID, ending: str) -> HttpResponse:
    """What came of it: the service was given (« rendu ») or not (« non-rendu »)."""
    referral, act = _load(request, pk), progress.ENDINGS.get(ending)
    if act is None:
        raise Http404
    form = OutcomeForm(request.POST or None)
    if form.is_valid():
        try:
            act(referral=referral, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.toast(request, _("Le résultat est inscrit."))
            return redirect("referrals:received", pk)
    return render(request, "referrals/ended.html", {"referral": referral, "form": form, "ending": ending})


def _load(request: Request, pk: UUID) -> Referral:
    return get_object_or_404(Referral.objects.received_by(request.access).with_names().select_related("region"), pk=pk)
