"""The versions of a plan: made, shown to the person, accepted, printed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions.plan import hand_over, make_version, write_plan
from ancrage.newcomers.forms.plan import RevisionForm
from ancrage.newcomers.forms.plan_versions import AcceptForm, HandOverForm
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.plan_handover import Handover, handover, plan_document, spoken_language
from ancrage.newcomers.queries.plan_versions import differences, versions_of
from ancrage.newcomers.views.dossier import dossier, form_page, show
from ancrage.newcomers.views.plan_pages import again, writable
from ancrage.plans import actions as plans
from ancrage.plans.actions import PlanRefused
from ancrage.plans.models import PlanVersion
from ancrage.ui.messages import toast, warn

CONSULTED = "newcomers.case.consulted"


@page(permission=Permission.READ_CASE, consults=CONSULTED)
def plan_versions(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    return show(request, "newcomers/plan_versions.html", case, "plan", versions=list(versions_of(case)))


@page(permission=Permission.READ_CASE, consults=CONSULTED)
def plan_version(request: Request, case_id: UUID, number: int) -> HttpResponse:
    """One version as it was handed over, and what changed since."""
    case = dossier(request, case_id)
    version = _version(case, number)
    context = {"version": version, "given": handover(version, ""), "differences": differences(case, version)}
    context["hand_over"] = HandOverForm(today=today())
    return show(request, "newcomers/plan_version.html", case, "plan", **context)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def plan_version_make(request: Request, case_id: UUID) -> HttpResponse:
    case = writable(request, case_id)
    form = RevisionForm(request.POST, case=case)
    if not form.is_valid():
        return again(request, case, _("Rien n’a été changé : refaites l’action voulue."))
    try:
        version = make_version(case=case, **form.values(), by=request.user, at=now())
    except PlanRefused as refusal:
        return again(request, case, refusal)
    toast(request, _("La version %(number)d est établie.") % {"number": version.number})
    return redirect("newcomers:plan_version", case.pk, version.number)


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def plan_version_accept(request: Request, case_id: UUID, number: int) -> HttpResponse:
    """What the person reads on the agent's screen, in French and in their language, with one button."""
    case = writable(request, case_id)
    version = _version(case, number)
    form = AcceptForm(request.POST or None)
    if form.is_valid():
        try:
            write_plan(plans.accept_version, case=case, version=version, **form.cleaned_data, by=request.user, at=now())
        except PlanRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La version %(number)d est acceptée.") % {"number": number})
            return redirect("newcomers:case", case.pk)
    request.consult(case, about=[case.person_id], region=case.region.code)
    context = {"case": case, "version": version, "given": _given(case, version), "form": form}
    return render(request, "newcomers/plan_accept.html", context)


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def plan_version_hand_over(request: Request, case_id: UUID, number: int) -> HttpResponse:
    """Note that the document was given to the person; the page of the version asks for the day already."""
    case = writable(request, case_id)
    version = _version(case, number)
    form = HandOverForm(request.POST or None, today=today())
    back = reverse("newcomers:plan_version", args=[case.pk, number])
    if form.is_valid():
        try:
            values = {"version": version, **form.cleaned_data}
            hand_over(case=case, **values, by=request.user, at=now())
        except PlanRefused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:plan_version_hand_over_undo", args=[case.pk, number])
            toast(request, _("La remise de la version %(number)d est notée.") % {"number": number}, undo)
            return redirect(back)
    title = _("Noter la remise de la version %(number)d") % {"number": number}
    return form_page(request, case, "plan", form, title=title, back=back, submit=_("Noter la remise"))


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def plan_version_hand_over_undo(request: Request, case_id: UUID, number: int) -> HttpResponse:
    case = writable(request, case_id)
    try:
        write_plan(plans.undo_hand_over, case=case, version=_version(case, number), by=request.user, at=now())
    except PlanRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("La remise de la version %(number)d n’est plus notée.") % {"number": number})
    return redirect("newcomers:plan_version", case.pk, number)


@page(permission=Permission.READ_CASE, consults="newcomers.plan_printed.consulted")
def plan_pdf(request: Request, case_id: UUID, number: int) -> HttpResponse:
    case = dossier(request, case_id)
    version = _version(case, number)
    made = plan_document(_given(case, version), at=now())
    request.consult(version, about=[case.pk, case.person_id], region=case.region.code)
    name = f"plan-{case.reference}-v{version.number}.pdf"
    disposition = f'inline; filename="{name}"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _version(case: Case, number: int) -> PlanVersion:
    return get_object_or_404(PlanVersion.objects.select_related("plan", "made_by"), plan=case.plan_id, number=number)


def _given(case: Case, version: PlanVersion) -> Handover:
    return handover(version, spoken_language(version, case.person, today()))
