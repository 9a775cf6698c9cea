"""The person chooses when to be met: one tap shows what is free, another takes it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ancrage.agenda.actions import BookingRefused
from ancrage.core import now
from ancrage.newcomers.actions.moments import MomentRefused, cancel_own, choose_again, choose_moment, take_own_back
from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.moments import (
    Choice,
    choice_delay,
    choice_instead,
    choice_offered,
    may_choose_again,
    moments,
    offer_of,
)
from ancrage.portal.queries.appointments import cancelled_by, coming
from ancrage.portal.queries.moments import asked_day, asked_mode, days_of, in_words, ways_of
from ancrage.portal.views.own import own
from ancrage.portal.views.shown import SpaceRequest, answer, own_page
from ancrage.ui.messages import toast, warn


@own_page(writes=True)
def choose(request: SpaceRequest) -> HttpResponse:
    """What staff offered to choose."""
    case = own(request)
    offer = offer_of(case, now())
    if offer is None:
        warn(request, request.words["nothing_to_choose"])
        return redirect("portal:plan")

    def take(**wish: Any) -> None:
        choose_moment(offer=offer, **wish, by=request.user, at=now())

    return _choose(request, case, choice_offered(offer), take, heading=request.words["choose_moment"])


@own_page(writes=True)
def choose_instead(request: SpaceRequest, tie_id: UUID) -> HttpResponse:
    """Another moment for an appointment that they chose, or asked to move."""
    case = own(request)
    tie = get_object_or_404(coming(case, now()), pk=tie_id)
    if not may_choose_again(tie, request.user, now(), choice_delay(now())):
        warn(request, request.words["nothing_to_choose"])
        return redirect("portal:plan")

    def take(**wish: Any) -> None:
        choose_again(tie=tie, **wish, by=request.user, at=now())

    said = {"heading": request.words["choose_again"], "instead": request.words.moment(tie.appointment.starts_at)}
    return _choose(request, case, choice_instead(tie, now()), take, **said)


@require_POST
@own_page(writes=True)
def cancel(request: SpaceRequest, tie_id: UUID) -> HttpResponse:
    tie = get_object_or_404(coming(own(request, shown=False), now()), pk=tie_id)
    try:
        cancel_own(tie=tie, by=request.user, at=now())
    except (MomentRefused, BookingRefused):
        warn(request, request.words["not_now"])
    else:
        toast(request, request.words["moment_cancelled"])
    return redirect("portal:plan")


@require_POST
@own_page(writes=True)
def cancel_undo(request: SpaceRequest, tie_id: UUID) -> HttpResponse:
    tie = get_object_or_404(cancelled_by(own(request, shown=False), request.user, now()), pk=tie_id)
    try:
        take_own_back(tie=tie, by=request.user, at=now())
    except BookingRefused:
        warn(request, request.words["moment_gone"])
    except MomentRefused:
        warn(request, request.words["not_now"])
    else:
        toast(request, request.words["moment_taken"])
    return redirect("portal:plan")


def _choose(
    request: SpaceRequest, case: Case, choice: Choice, take: Callable[..., None], **context: Any
) -> HttpResponse:
    """The page of what is free. When someone else was first, it says so and shows what is left."""
    words, mode = request.words, asked_mode(choice, request.GET.get("mode", ""))
    first, is_gone = asked_day(request.GET.get("jour", "")), False
    found = moments(case, choice, mode, first, now())
    if request.method == "POST":
        try:
            take(mode=mode, start=found.start(request.POST.get("start", "")))
        except BookingRefused:
            found, is_gone = moments(case, choice, mode, first, now()), True
        except MomentRefused:
            warn(request, words["nothing_to_choose"])
            return redirect("portal:plan")
        else:
            toast(request, words["moment_taken"])
            return redirect("portal:plan")
    shown = {"days": days_of(found, words), "next": found.next, "ways": ways_of(choice, mode, words), "mode": mode}
    return answer(request, "portal/choose.html", **shown, is_gone=is_gone, offered=in_words(choice, words), **context)
