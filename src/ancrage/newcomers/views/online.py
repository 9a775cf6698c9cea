"""The public request: no account, no script needed, and the same answer whoever asks."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import override

from ancrage.accounts.http import Request
from ancrage.accounts.pages import client_address, page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.newcomers.actions.online import FormUsed, TooManyRequests, receive
from ancrage.newcomers.forms.online import TRAP, OnlineForm
from ancrage.newcomers.forms.places import suggested_municipalities
from ancrage.newcomers.models import Case, CollectionNotice
from ancrage.newcomers.queries.consents import notice_in, published
from ancrage.newcomers.queries.online import latest_notice, offered_domains, open_points
from ancrage.newcomers.queries.online_words import NAMES, Words
from ancrage.newcomers.queries.passes import give_receipt, read_form_pass, read_receipt

View = Callable[..., HttpResponse]


def _in_french(view: View) -> View:
    """French surrounds the form whatever the reader's settings: it is what is always shown."""

    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> HttpResponse:
        with override("fr"):
            return view(*args, **kwargs)

    return shown


@page(permission=None, public=True, writes=True)
@_in_french
def online(request: Request) -> HttpResponse:
    """The form; sent, it leads to the acknowledgement, or comes back filled."""
    form = _form(request)
    if form.is_valid() and (case := _received(request, form)) is not None:
        answer = redirect("newcomers:online_received", give_receipt(case.reference, now()))
        answer["Location"] += f"?langue={form.words.language}"
        return answer
    context = {
        "form": form,
        "words": form.words,
        "languages": NAMES.items(),
        "send": form.words.inline("send"),
        "clear": form.words.inline("clear"),
        "shown": notice_in(form.notice, form.words.language),
        "trap": TRAP,
    }
    return _unstored(render(request, "newcomers/online.html", context))


@page(permission=None, public=True)
@_in_french
def online_received(request: Request, receipt: str) -> HttpResponse:
    """The acknowledgement: a reference, what happens next, and nothing of the person."""
    reference = read_receipt(receipt, now())
    if reference is None:
        raise Http404
    words = _words(request)
    context = {"words": words, "languages": NAMES.items(), "reference": reference, "again": words.inline("again")}
    return _unstored(render(request, "newcomers/online_received.html", context))


@page(permission=None, public=True)
def online_places(request: Request) -> HttpResponse:
    """Names suggested while a municipality is typed."""
    return JsonResponse(suggested_municipalities(request.GET.get("q", "")), safe=False)


def _form(request: Request) -> OnlineForm:
    at = now()
    points = open_points(local_day(at))
    notice = _notice(request.POST.get("search_pass", ""))
    if notice is None or not points:
        raise Http404
    return OnlineForm(
        request.POST or None, words=_words(request), at=at, notice=notice, points=points, domains=offered_domains()
    )


def _notice(slip_text: str) -> CollectionNotice | None:
    """The notice that was shown with the form sent, else the latest."""
    at = now()
    slip = read_form_pass(slip_text, at)
    return published(at).filter(pk=slip.notice_id).first() if slip else latest_notice(at)


def _received(request: Request, form: OnlineForm) -> Case | None:
    if form.route is None or form.slip is None:
        return None
    point, address = form.route.service_point, client_address(request)
    try:
        return receive(case_id=form.slip.case_id, asked=form.asked(), service_point=point, address=address, at=now())
    except TooManyRequests:
        form.fail("limit")
    except FormUsed:
        form.renew()
        form.fail("used")
    except Refused as refusal:
        form.refuse(refusal)
    return None


def _words(request: Request) -> Words:
    """In the language of the address, else the one of the pages."""
    asked = request.GET.get("langue", "")
    return Words(asked if asked in NAMES else request.LANGUAGE_CODE[:2])


def _unstored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    return response
