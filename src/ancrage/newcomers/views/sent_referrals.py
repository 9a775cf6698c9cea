from django.http import HttpResponse
from django.shortcuts import render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.paging import page_of
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.referrals import Sent, sent_within


@page(permission=Permission.READ_CASE, consults="newcomers.referrals.consulted")
def sent_referrals(request: Request) -> HttpResponse:
    """What was sent from the dossiers within reach: answers to read, awaiting, all."""
    chosen, mine = request.GET.get("tri", Sent.ANSWERED), "moi" in request.GET
    sort = Sent(chosen) if chosen in Sent.values else Sent.ANSWERED
    found = page_of(sent_within(request.access, sort, mine=mine), "referral__created_at", request.GET)
    about = {one for tie in found.rows for one in (tie.case_id, tie.case.person_id)}
    request.consult(request.user if about else None, about=sorted(about))
    context = {"page": found, "sort": sort, "sorts": Sent, "mine": mine, "at": now()}
    return render(request, "newcomers/sent_referrals.html", context)
