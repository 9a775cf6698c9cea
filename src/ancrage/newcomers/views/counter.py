"""Questions at the counter: noted in one form, without a name."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.cldr import language_name
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.core.paging import page_of
from ancrage.newcomers.actions import counter as actions
from ancrage.newcomers.forms.counter import EnquiryForm, NameForm
from ancrage.newcomers.models import Case, CounterEnquiry
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.counter import counts_by_subject, enquiries_within
from ancrage.newcomers.queries.online import offered_domains
from ancrage.newcomers.queries.routing import own_points
from ancrage.ui.messages import toast, warn


@page(permission=Permission.OPEN_CASE, writes=True)
def counter(request: Request) -> HttpResponse:
    at = now()
    points = own_points(request.access.scopes(Permission.OPEN_CASE), local_day(at))
    form = EnquiryForm(request.POST or None, domains=offered_domains(), points=points, initial={"language": "fr"})
    if points and form.is_valid():
        try:
            noted = actions.note_enquiry(**form.noted(), by=request.user, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La question est comptée."), reverse("newcomers:counter_drop", args=[noted.pk]))
            return redirect("newcomers:counter")
    shown = page_of(enquiries_within(request.access), "at", request.GET, size=25)
    lines = [(one, language_name(one.language)) for one in shown.rows]
    context = {"form": form, "page": shown, "lines": lines, "counts": counts_by_subject(request.access, at)}
    return render(request, "newcomers/counter.html", context | {"today": local_day(at)})


@require_POST
@page(permission=Permission.OPEN_CASE, writes=True)
def counter_drop(request: Request, enquiry_id: UUID) -> HttpResponse:
    try:
        actions.drop_enquiry(enquiry=_enquiry(request, enquiry_id), by=request.user, at=now())
    except Refused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("La question n’est plus comptée."))
    return redirect("newcomers:counter")


@page(permission=Permission.OPEN_CASE, writes=True)
def counter_name(request: Request, enquiry_id: UUID) -> HttpResponse:
    enquiry = _enquiry(request, enquiry_id)
    form = NameForm(request.POST or None, access=request.access)
    if form.is_valid():
        case = form.cleaned_data["reference"]
        try:
            actions.name_enquiry(enquiry=enquiry, case=case, by=request.user, at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:counter_unname", args=[enquiry.pk, case.pk])
            toast(request, _("La question est rattachée au dossier %(reference)s.") % {"reference": case}, undo)
            return redirect("newcomers:counter")
    return render(request, "newcomers/counter_name.html", {"form": form, "enquiry": enquiry})


@require_POST
@page(permission=Permission.OPEN_CASE, writes=True)
def counter_unname(request: Request, enquiry_id: UUID, case_id: UUID) -> HttpResponse:
    enquiry = _enquiry(request, enquiry_id)
    case = get_object_or_404(Case.objects.for_page(request.access, Permission.WRITE_CASE), pk=case_id)
    try:
        actions.unname_enquiry(enquiry=enquiry, case=case, by=request.user, at=now())
    except Refused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("La question n’est plus rattachée à un dossier."))
    return redirect("newcomers:counter")


def _enquiry(request: Request, enquiry_id: UUID) -> CounterEnquiry:
    return get_object_or_404(enquiries_within(request.access), pk=enquiry_id)
