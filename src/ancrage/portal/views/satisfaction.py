"""The short question after an appointment or the end, and what the answers say together."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.cases import points_within
from ancrage.portal.actions.satisfaction import SatisfactionRefused, answer_question
from ancrage.portal.forms.space import OpinionForm
from ancrage.portal.queries.satisfaction import FEWEST, answers_within, question_for
from ancrage.portal.views.own import own
from ancrage.portal.views.shown import SpaceRequest, answer, own_page
from ancrage.ui.messages import toast, warn


@own_page(writes=True)
def opinion(request: SpaceRequest) -> HttpResponse:
    case, words = own(request), request.words
    question = question_for(case, now())
    if question is None:
        raise Http404
    form = OpinionForm(request.POST or None, words=words)
    if form.is_valid():
        try:
            answer_question(case=case, tie=question.tie, **form.cleaned_data, by=request.user, at=now())
        except SatisfactionRefused:
            warn(request, words["not_now"])
        else:
            toast(request, words["thanks"])
        return redirect("portal:plan")
    asked = words["ask_appointment" if question.tie else "ask_whole"]
    return answer(request, "portal/opinion.html", form=form, asked=asked, send=words.button("send_opinion"))


@page(permission=Permission.READ_TEAM)
def satisfaction(request: Request) -> HttpResponse:
    """Figures alone: no entry in the register, and nothing where there are too few."""
    at = now()
    points = points_within(request.access, local_day(at)).in_order()
    shown = answers_within(points, request.access, at)
    return render(request, "portal/satisfaction.html", {"points": shown, "fewest": FEWEST})
