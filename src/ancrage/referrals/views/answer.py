"""The answer link: no account, and no name before a code."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ancrage.accounts.http import Request
from ancrage.accounts.pages import client_address, page
from ancrage.core import now
from ancrage.core.clock import real_now
from ancrage.core.errors import Refused
from ancrage.referrals.actions.linking import ask_code, open_referral, prove_code
from ancrage.referrals.forms.answering import CodeForm
from ancrage.referrals.models import LinkBrowser, LinkUse, LinkUseKind
from ancrage.referrals.queries import PROVED_FOR, Knock, knock, outline
from ancrage.referrals.tokens import sign_browser
from ancrage.referrals.views.choices import choice_or_404, choices_for
from ancrage.ui import messages

CONSULTED: Final = "referrals.package.consulted"
_COOKIE: Final = "ancrage_aiguillage"


@page(permission=None, public=True, writes=True, consults=CONSULTED, logs=True)
def answer(request: Request, token: str) -> HttpResponse:
    """What the link shows. Its POST, the first click, opens the referral and leads to the confirmation."""
    at_door = _knock(request, token)
    if at_door is None or not at_door.is_open:
        return _closed(request, at_door)
    if request.method == "POST":
        choice = choice_or_404(request.POST.get("reponse", ""))
        try:
            open_referral(referral=at_door.referral, by=at_door.link, at=now())
        except Refused:  # answered or replaced since the knock
            return _closed(request, _knock(request, token))
        return redirect("referrals:answer_confirm", token, choice.slug)
    return _shown(request, at_door, token, CodeForm())


@page(permission=None, public=True, writes=True, consults=CONSULTED, logs=True)
def confirm(request: Request, token: str, slug: str) -> HttpResponse:
    """The second click."""
    choice, at_door = choice_or_404(slug), _knock(request, token)
    if at_door is None or not at_door.is_open:
        return _closed(request, at_door)
    referral, link = at_door.referral, at_door.link
    form = choice.form(request.POST or None, sender=referral.created_by.full_name)
    if form.is_valid():
        try:
            choice.act(referral=referral, by=link, at=now(), address=client_address(request), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("referrals:answer", token)
    name = referral.person_name if at_door.is_proved else ""
    _note(request, at_door, shows_person=bool(name))
    context = {"choice": choice, "heading": choice.heading(name), "form": form, "token": token, "referral": referral}
    return _unstored(render(request, "referrals/answer_confirm.html", context))


@page(permission=None, public=True, writes=True)
def ask(request: Request, token: str) -> HttpResponse:
    """Send a code to the organisation, for this browser."""
    at_door = _knock(request, token)
    response = redirect("referrals:answer", token)
    if request.method != "POST" or at_door is None or not at_door.is_open:
        return response
    try:
        browser = ask_code(link=at_door.link, address=client_address(request), at=now())
    except Refused as refusal:
        messages.warn(request, str(refusal))
        return response
    return _remembering(response, browser, token)


@page(permission=None, public=True, writes=True, consults=CONSULTED, logs=True)
def prove(request: Request, token: str) -> HttpResponse:
    """Give back the code."""
    at_door = _knock(request, token)
    if request.method != "POST" or at_door is None or not at_door.is_open:
        return redirect("referrals:answer", token)
    form = CodeForm(request.POST)
    if form.is_valid():
        browser = at_door.browser.pk if at_door.browser else None
        try:
            prove_code(link=at_door.link, browser_id=browser, address=client_address(request), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("referrals:answer", token)
    return _shown(request, at_door, token, form)


def _knock(request: HttpRequest, token: str) -> Knock | None:
    return knock(token, request.COOKIES.get(_COOKIE, ""), now())


def _shown(request: Request, at_door: Knock, token: str, form: CodeForm) -> HttpResponse:
    _note(request, at_door, shows_person=at_door.is_proved)
    context = {
        "referral": at_door.referral,
        "outline": outline(at_door.referral),
        "is_proved": at_door.is_proved,
        "waits_for_code": at_door.waits_for_code,
        "questions": at_door.referral.questions.order_by("asked_at") if at_door.is_proved else [],
        "form": form,
        "choices": choices_for(at_door.referral),
        "token": token,
    }
    return _unstored(render(request, "referrals/answer.html", context))


def _closed(request: Request, at_door: Knock | None) -> HttpResponse:
    """What became of it, and nothing about the person. An altered address is told apart from one that served."""
    request.consult(None)
    if at_door is not None:
        request.log(_use(request, at_door, LinkUseKind.REFUSED))
    context = {
        "standing": at_door.standing if at_door else "altered",
        "referral": at_door.referral if at_door else None,
    }
    return _unstored(render(request, "referrals/answer_closed.html", context, status=200 if at_door else 404))


def _note(request: Request, at_door: Knock, *, shows_person: bool) -> None:
    """One line in the log of the link; one in the register when the page shows what was shared."""
    referral = at_door.referral
    request.log(_use(request, at_door, LinkUseKind.OPENED))
    on = referral if shows_person else None
    request.consult(on, about=referral.concerns, region=referral.region.code, by=at_door.link)


def _use(request: HttpRequest, at_door: Knock, kind: LinkUseKind) -> LinkUse:
    return LinkUse(link=at_door.link, at=real_now(), kind=kind, address=client_address(request))


def _remembering(response: HttpResponse, browser: LinkBrowser, token: str) -> HttpResponse:
    response.set_cookie(
        _COOKIE,
        sign_browser(browser.pk),
        max_age=PROVED_FOR,
        path=reverse("referrals:answer", args=[token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _unstored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    return response
