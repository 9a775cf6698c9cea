"""A dossier in a cohort: inscribed from its page, withdrawn, attested."""

from pathlib import Path
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.files.documents import make_pdf
from ancrage.newcomers.actions import groups as actions
from ancrage.newcomers.forms.groups import InscribeForm
from ancrage.newcomers.models import Inscription
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.attestation import attestation_of
from ancrage.newcomers.queries.groups import cohorts_within, open_cohorts, seen_by, writable
from ancrage.newcomers.views.dossier import dossier, form_page
from ancrage.ui.messages import toast, warn
from ancrage.ui.returning import back_to, bringing_back

CONSULTED = "newcomers.case.consulted"
_TEMPLATE = Path(__file__).parents[1] / "documents" / "attestation.typ"


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def case_inscribe(request: Request, case_id: UUID) -> HttpResponse:
    case, at = dossier(request, case_id, Permission.WRITE_CASE), now()
    cohorts, back = open_cohorts(request.access, case, at), reverse("newcomers:appointments", args=[case_id])
    form = InscribeForm(request.POST or None, cohorts=cohorts)
    if form.is_valid():
        try:
            made = actions.inscribe(case=case, **form.cleaned_data, by=request.user, at=at)
        except actions.GroupRefused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:inscription_withdraw", args=[made.cohort_id, made.pk])
            toast(
                request,
                _("Le dossier est inscrit.") if made.seat else _("Le dossier est sur la liste d’attente."),
                f"{undo}?retour={back}",
            )
            return redirect(back)
    lead = (
        ""
        if cohorts
        else _("Aucune série à venir dans vos points de services. Ouvrez-en une dans « Séances de groupe ».")
    )
    title, submit = _("Inscrire à une séance de groupe"), _("Inscrire")
    return form_page(request, case, "appointments", form, title=title, back=back, lead=lead, submit=submit)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def inscription_withdraw(request: Request, cohort_id: UUID, inscription_id: UUID) -> HttpResponse:
    row = _writable(request, cohort_id, inscription_id)
    try:
        actions.withdraw(inscription=row, by=request.user, at=now())
    except actions.GroupRefused as refusal:
        warn(request, str(refusal))
    else:
        undo = bringing_back(request, reverse("newcomers:inscription_again", args=[cohort_id, row.pk]))
        toast(request, _("L’inscription est retirée."), undo)
    return _back(request, cohort_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def inscription_again(request: Request, cohort_id: UUID, inscription_id: UUID) -> HttpResponse:
    row = _writable(request, cohort_id, inscription_id)
    try:
        made = actions.inscribe_again(inscription=row, by=request.user, at=now())
    except actions.GroupRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(
            request,
            _("L’inscription est remise.") if made.seat else _("Sa place est prise : c’est la liste d’attente."),
        )
    return _back(request, cohort_id)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def inscription_attest(request: Request, cohort_id: UUID, inscription_id: UUID) -> HttpResponse:
    row = _writable(request, cohort_id, inscription_id)
    try:
        made = actions.attest(inscription=row, by=request.user, at=now())
    except actions.GroupRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("L’attestation %(number)s est délivrée.") % {"number": made.attestation})
    return _back(request, cohort_id)


@page(permission=Permission.READ_CASE, consults="newcomers.attestation.consulted")
def attestation(request: Request, cohort_id: UUID, inscription_id: UUID) -> HttpResponse:
    """The document, made of what is noted; the same number each time."""
    cohort = get_object_or_404(cohorts_within(request.access), pk=cohort_id)
    row = get_object_or_404(seen_by(cohort, request.access).exclude(attestation=None), pk=inscription_id)
    row.cohort = cohort
    made = make_pdf(_TEMPLATE, attestation_of(row), at=now())
    request.consult(row, about=[row.case_id, row.case.person_id], region=row.case.region.code)
    disposition = f'inline; filename="attestation-{row.attestation}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _writable(request: Request, cohort_id: UUID, inscription_id: UUID) -> Inscription:
    cohort = get_object_or_404(cohorts_within(request.access), pk=cohort_id)
    row: Inscription = get_object_or_404(writable(cohort, request.access), pk=inscription_id)
    return row


def _back(request: Request, cohort_id: UUID) -> HttpResponse:
    return redirect(back_to(request, reverse("newcomers:cohort", args=[cohort_id])))
