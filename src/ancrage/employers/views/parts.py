"""Where an employer works, and whom to ask for there."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.employers.actions.people import PartRefused, end_part, keep_part, restore_part
from ancrage.employers.forms.people import ContactForm, EstablishmentForm
from ancrage.employers.models import Contact, Employer, Establishment
from ancrage.employers.permissions import Permission
from ancrage.employers.queries.header import employer_header
from ancrage.ui.messages import toast, warn

_PARTS: dict[str, tuple[type[Any], type[Any]]] = {
    "etablissements": (Establishment, EstablishmentForm),
    "personnes": (Contact, ContactForm),
}


@page(permission=Permission.READ_EMPLOYER)
def people(request: Request, pk: UUID) -> HttpResponse:
    employer = _employer(request, pk)
    context = {
        "employer": employer,
        "header": employer_header(employer, request.access),
        "places": employer.establishments.select_related("municipality__mrc").order_by("closed_on", "-is_main", "pk"),
        "contacts": employer.contacts.order_by("left_on", "-is_main", "name", "pk"),
    }
    return render(request, "employers/people.html", context)


@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def part_add(request: Request, pk: UUID, kind: str) -> HttpResponse:
    employer, model = _employer(request, pk, Permission.WRITE_EMPLOYER), _model(kind)
    title = _("Ajouter un établissement") if model is Establishment else _("Ajouter une personne à joindre")
    return _part_form(request, employer, kind, model(employer=employer), title)


@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def part_change(request: Request, pk: UUID, kind: str, part_id: UUID) -> HttpResponse:
    employer, part = _part(request, pk, kind, part_id)
    title = _("Modifier l’établissement") if kind == "etablissements" else _("Modifier la personne à joindre")
    return _part_form(request, employer, kind, part, title)


@require_POST
@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def part_end(request: Request, pk: UUID, kind: str, part_id: UUID) -> HttpResponse:
    _body, part = _part(request, pk, kind, part_id)
    try:
        end_part(part=part, by=request.user, at=now())
    except PartRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("C’est noté."), reverse("employers:part_restore", args=[pk, kind, part_id]))
    return redirect("employers:people", pk)


@require_POST
@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def part_restore(request: Request, pk: UUID, kind: str, part_id: UUID) -> HttpResponse:
    _body, part = _part(request, pk, kind, part_id)
    restore_part(part=part, by=request.user, at=now())
    toast(request, _("C’est rétabli."))
    return redirect("employers:people", pk)


def _part_form(request: Request, employer: Employer, kind: str, part: Any, title: str) -> HttpResponse:  # noqa: ANN401 - either
    form = _PARTS[kind][1](request.POST or None, instance=part)
    if form.is_valid():
        keep_part(part=form.instance, values=form.cleaned_data, by=request.user, at=now())
        toast(request, _("C’est enregistré."))
        return redirect("employers:people", employer.pk)
    context = {"employer": employer, "header": employer_header(employer, request.access), "form": form, "title": title}
    return render(request, "employers/form.html", context | {"tab": "people"})


def _employer(request: Request, pk: UUID, permission: Permission = Permission.READ_EMPLOYER) -> Employer:
    return get_object_or_404(Employer.objects.for_page(request.access, permission), pk=pk)


def _part(request: Request, pk: UUID, kind: str, part_id: UUID) -> tuple[Employer, Any]:
    employer = _employer(request, pk, Permission.WRITE_EMPLOYER)
    return employer, get_object_or_404(_model(kind), employer=employer, pk=part_id)


def _model(kind: str) -> type[Any]:
    if kind not in _PARTS:
        raise Http404
    return _PARTS[kind][0]
