"""What is known of the person: what they agreed to, how they are reached, and all of it to take away."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect

from ancrage.core import now, today
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.newcomers.actions.person import PersonChanged
from ancrage.newcomers.models import Case, Consent, GivenBy
from ancrage.newcomers.queries.consents import consents_of
from ancrage.portal.actions.reach import choose_reach
from ancrage.portal.actions.telling import withdraw_own_consent
from ancrage.portal.calendars import calendar_of
from ancrage.portal.forms.space import ReachForm
from ancrage.portal.models import Space, WriteHours
from ancrage.portal.queries.appointments import coming
from ancrage.portal.queries.data import own_data
from ancrage.portal.queries.own import own_space
from ancrage.portal.views.own import own
from ancrage.portal.views.shown import SpaceRequest, answer, own_page
from ancrage.ui.messages import toast, warn


@own_page(writes=True)
def data(request: SpaceRequest) -> HttpResponse:
    """Consents, and the way to be reached, which the person decides."""
    case, words = own(request), request.words
    form = ReachForm(request.POST or None, words=words, initial=_reach(case, own_space(request.user)))
    if form.is_valid():
        try:
            values, hours = form.values(), WriteHours(form.cleaned_data["write_hours"])
            choose_reach(case=case, values=values, hours=hours, seen=case.person.revision, by=request.user, at=now())
        except PersonChanged:
            warn(request, words["not_now"])
        else:
            toast(request, words["noted"])
        return redirect("portal:data")
    agreed = [_agreed(one, words) for one in consents_of(case) if one.is_in_force(today())]
    return answer(request, "portal/data.html", form=form, send=words.button("keep"), agreed=agreed)


@own_page(writes=True)
def consent_withdraw(request: SpaceRequest, consent_id: UUID) -> HttpResponse:
    case, words = own(request), request.words
    consent = get_object_or_404(consents_of(case).select_related("case__agent", "case__region"), pk=consent_id)
    if not consent.is_in_force(today()) or consent.given_by != GivenBy.PERSON:
        raise Http404
    if request.method == "POST":
        try:
            withdraw_own_consent(consent=consent, by=request.user, at=now())
        except Refused:
            warn(request, words["not_now"])
        else:
            toast(request, words["consent_withdrawn"])
        return redirect("portal:data")
    context = {"one": _agreed(consent, words), "send": words.button("withdraw")}
    return answer(request, "portal/consent_withdraw.html", **context)


@own_page()
def download(request: SpaceRequest) -> HttpResponse:
    """All that is held of them, save what staff wrote for their work."""
    case, space = own(request), own_space(request.user)
    if space is None:
        raise Http404
    shape = {"ensure_ascii": False, "indent": 2}
    found = JsonResponse(own_data(case, space, now()), json_dumps_params=shape)
    found["Content-Disposition"] = 'attachment; filename="mes-renseignements.json"'
    return found


@own_page()
def calendar(request: SpaceRequest) -> HttpResponse:
    """The appointments to come, for the calendar of a phone."""
    content = calendar_of(coming(own(request), now()), "Rendez-vous", at=now())
    headers = {"Content-Disposition": 'attachment; filename="rendez-vous.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _agreed(one: Consent, words: Any) -> dict[str, Any]:  # noqa: ANN401 - the words of the page
    return {
        "id": one.pk,
        "purposes": [words[f"purpose_{code}"] for code in one.purposes],
        "shared": [words[f"shared_{code}"] for code in one.shared],
        "organizations": [str(each) for each in one.organizations.all()],
        "since": words.dated("since", local_day(one.given_at)),
        "is_own": one.given_by == GivenBy.PERSON,
    }


def _reach(case: Case, space: Space | None) -> dict[str, Any]:
    person = case.person
    kept = {"contact_way": person.contact_way, "contact_hours": person.contact_hours}
    if space:
        kept["write_hours"] = space.write_hours
    return kept | {"no_message": not person.may_leave_message, "no_writing": not person.may_write}
