"""What is done at once to the referrals chosen in the list of what was sent."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.newcomers.actions import referral_batches as actions
from ancrage.newcomers.forms.referrals import WithdrawForm
from ancrage.newcomers.models import Case, CaseReferral
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.referrals import Sent, sent_within
from ancrage.ui.messages import toast, warn
from ancrage.ui.returning import FIELD, back_to

_CHOSEN = "ligne"
_MOST = 200


@require_POST
@page(permission=Permission.REFER, writes=True)
def remind(request: Request) -> HttpResponse:
    """A new link to each organisation, which had not answered."""
    if not (chosen := request.POST.getlist(_CHOSEN)):
        return _nothing(request)
    ties = _chosen(request, chosen)
    left = actions.resend_all(ties=ties, by=request.user, at=now())
    done = len(ties) - len(left)
    return _answer(request, left, done, ngettext("%(n)d aiguillage relancé.", "%(n)d aiguillages relancés.", done))


@require_POST
@page(permission=Permission.REFER)
def choose(request: Request) -> HttpResponse:
    """From the boxes ticked in the list to the page that asks why; its address holds them."""
    if not (chosen := request.POST.getlist(_CHOSEN)):
        return _nothing(request)
    kept = [(_CHOSEN, one) for one in chosen[:_MOST]]
    return redirect(f"{reverse('newcomers:referrals_withdraw')}?{urlencode([*kept, (FIELD, _back(request))])}")


@page(permission=Permission.REFER, writes=True, consults="newcomers.referrals.consulted")
def withdraw(request: Request) -> HttpResponse:
    ties = _chosen(request, request.GET.getlist(_CHOSEN))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        left = actions.withdraw_all(ties=ties, **form.cleaned_data, by=request.user, at=now())
        done = len(ties) - len(left)
        return _answer(request, left, done, ngettext("%(n)d aiguillage retiré.", "%(n)d aiguillages retirés.", done))
    request.consult(request.user, about=sorted({one for tie in ties for one in (tie.case_id, tie.case.person_id)}))
    return render(request, "newcomers/referrals_withdraw.html", {"ties": ties, "form": form, "back": _back(request)})


def _chosen(request: Request, ids: list[str]) -> list[CaseReferral]:
    """Those of the referrals chosen that the reader may act upon; without any, there is no such page."""
    try:
        wanted = {UUID(one) for one in ids[:_MOST]}
    except ValueError as error:
        raise Http404 from error
    within = Case.objects.visible_to(request.access, Permission.REFER)
    ties = sent_within(request.access, Sent.ALL, {}, mine=False).filter(referral__in=wanted, case__in=within)
    found = list(ties.select_related("case__person").defer("case__person__address").order_by("referral__reference"))
    if not found:
        raise Http404
    return found


def _answer(request: Request, left: actions.Left, done: int, text: str) -> HttpResponse:
    for tie, why in left.items():
        warn(request, f"{tie.referral.reference} : {why}")
    if done:
        toast(request, text % {"n": done})
    return redirect(_back(request))


def _nothing(request: Request) -> HttpResponse:
    warn(request, _("Cochez d’abord les aiguillages dans la liste."))
    return redirect(_back(request))


def _back(request: Request) -> str:
    return back_to(request, reverse("newcomers:sent_referrals"))
