"""A person enters: first a search of those already entered, then the form."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.newcomers.actions.inquiries import report_withheld
from ancrage.newcomers.actions.intake import open_case, register
from ancrage.newcomers.forms.intake import EntryForm
from ancrage.newcomers.forms.places import PlaceForm, suggested_municipalities
from ancrage.newcomers.forms.search import SearchForm
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.matches import Matches, matches_of
from ancrage.newcomers.queries.passes import SearchPass, give_search_pass, read_search_pass
from ancrage.newcomers.queries.reach import Outcome, reachable_persons, search
from ancrage.newcomers.queries.routing import own_points
from ancrage.ui.messages import toast, warn

_ENTERED = "is_entered"


@page(permission=Permission.OPEN_CASE, writes=True, consults="newcomers.search.consulted")
def intake(request: Request) -> HttpResponse:
    """Step 1: who is already entered. By POST, so that no name is in an address."""
    at = now()
    form = SearchForm(request.POST or None, today=local_day(at))
    if not form.is_valid():
        request.consult(None)
        return render(request, "newcomers/intake.html", {"form": form})
    outcome = search(form.wanted(), request.access)
    report_withheld(cases=outcome.withheld, by=request.user, at=at)
    request.consult(request.user, about=outcome.shown)
    slip = give_search_pass(request.user.pk, outcome.probable, at)
    matches = matches_of(outcome, str(form.wanted()), slip, request.access, at)
    return render(request, "newcomers/intake.html", {"form": form, "matches": matches, "search_pass": slip})


@page(permission=Permission.OPEN_CASE, writes=True, consults="newcomers.search.consulted")
def intake_entry(request: Request) -> HttpResponse:
    """Step 2: someone new. Whoever is probably the same and was not shown at step 1 is shown before anything is written."""
    at = now()
    slip = _slip(request, at)
    if slip is None:
        return _search_first(request)
    form = _form(EntryForm, request, at)
    matches = None
    if form.is_valid():
        outcome = search(form.wanted(), request.access)
        report_withheld(cases=outcome.withheld, by=request.user, at=at)
        if form.cleaned_data["is_someone_else"] or outcome.probable <= slip.seen:
            if (case := _register(request, form, slip, at)) is not None:
                return _opened(request, case, form)
        else:
            matches = _shown(request, form, outcome, at)
    if matches is None:
        request.consult(None)
    return render(request, "newcomers/intake_entry.html", {"form": form, "matches": matches})


@page(permission=Permission.OPEN_CASE, writes=True, consults="newcomers.person.consulted")
def intake_existing(request: Request, person_id: UUID) -> HttpResponse:
    """Step 2 for someone found at step 1: a new dossier on the same person."""
    at = now()
    slip = _slip(request, at)
    if slip is None:
        return _search_first(request)
    person = get_object_or_404(reachable_persons(request.access).select_related("municipality"), pk=person_id)
    form = _form(PlaceForm, request, at, municipality=person.municipality_id)
    if form.is_valid() and form.route:
        place = {"municipality": form.cleaned_data["municipality"], "service_point": form.route.service_point}
        try:
            case = open_case(case_id=slip.case_id, person=person, **place, by=request.user, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _opened(request, case, form)
    request.consult(person, about=[person.pk])
    return render(request, "newcomers/intake_existing.html", {"form": form, "person": person})


@page(permission=Permission.OPEN_CASE)
def municipalities(request: Request) -> HttpResponse:
    """Names suggested while a municipality is typed."""
    return JsonResponse(suggested_municipalities(request.GET.get("q", "")), safe=False)


def _slip(request: Request, at: datetime) -> SearchPass | None:
    return read_search_pass(request.POST.get("search_pass", ""), request.user.pk, at)


def _search_first(request: Request) -> HttpResponse:
    if request.method == "POST":
        warn(request, _("Cherchez d’abord la personne : elle est peut-être déjà inscrite."))
    return redirect("newcomers:intake")


def _form(kind: type[PlaceForm], request: Request, at: datetime, **initial: Any) -> Any:  # noqa: ANN401 - the kind asked for
    """Filled with what step 1 sent, or bound to what was typed here."""
    today = local_day(at)
    own = own_points(request.access.scopes(Permission.OPEN_CASE), today)
    if _ENTERED in request.POST:
        return kind(request.POST, today=today, own=own)
    return kind(initial={**_known(request, at), **initial, _ENTERED: "1"}, today=today, own=own)


def _known(request: Request, at: datetime) -> dict[str, Any]:
    known = SearchForm(request.POST, today=local_day(at))
    known.full_clean()
    return {**known.cleaned_data, "search_pass": request.POST["search_pass"]}


def _register(request: Request, form: EntryForm, slip: SearchPass, at: datetime) -> Case | None:
    if form.route is None:
        return None
    place = form.route.service_point
    try:
        return register(
            case_id=slip.case_id, entry=form.entry(), service_point=place, searched_at=slip.at, by=request.user, at=at
        )
    except Refused as refusal:
        form.refuse(refusal)
        return None


def _shown(request: Request, form: EntryForm, outcome: Outcome, at: datetime) -> Matches:
    """The matches found at the last moment, which the agent sets aside by ticking the box."""
    request.consult(request.user, about=outcome.shown)
    return matches_of(outcome, str(form.wanted()), request.POST["search_pass"], request.access, at)


def _opened(request: Request, case: Case, form: PlaceForm) -> HttpResponse:
    words = {"reference": case.reference, "point": case.service_point.name}
    if form.route is not None and not form.route.is_served and form.cleaned_data["municipality"]:
        warn(
            request, _("Aucun point de services ne dessert cette municipalité : la demande reste à %(point)s.") % words
        )
    if not Case.objects.visible_to(request.access).filter(pk=case.pk).exists():
        toast(request, _("La demande %(reference)s est transmise à %(point)s.") % words)
        return redirect("newcomers:requests")
    toast(request, _("Le dossier %(reference)s est ouvert à %(point)s.") % words)
    wants_household = form.cleaned_data.get("has_family")
    return redirect(reverse("newcomers:household" if wants_household else "newcomers:case", args=[case.pk]))
