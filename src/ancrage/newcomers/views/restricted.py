from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions.circle import CircleRefused, name, restrict, unname, unrestrict
from ancrage.newcomers.actions.exceptional import ExceptionalAccessRefused, open_exceptionally
from ancrage.newcomers.actions.ties import TieRefused, declare_tie
from ancrage.newcomers.forms.circle import ExceptionalForm, NameForm, RestrictForm, UnrestrictForm
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.circle import may_grant, named_members
from ancrage.newcomers.views.dossier import dossier, form_page, show
from ancrage.ui.messages import toast, warn


@page(permission=Permission.READ_CASE, consults="newcomers.case.consulted")
def circle(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    context = {"members": named_members(case), "may_grant": may_grant(case, request.access)}
    return show(request, "newcomers/circle.html", case, "circle", **context)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def circle_restrict(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    form = RestrictForm(request.POST or None, case=case, by=request.user, today=today())
    if form.is_valid():
        try:
            restrict(case=case, **form.cleaned_data, by=request.user, at=now())
        except CircleRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("L’accès au dossier est restreint."))
            return redirect("newcomers:circle", case.pk)
    lead = _("Le dossier disparaît des listes, des recherches et des comptes de qui n’y est pas nommé.")
    title = _("Restreindre l’accès au dossier")
    return form_page(request, case, "circle", form, title=title, back=_back(case), lead=lead, submit=_("Restreindre"))


@page(permission=Permission.READ_CASE, writes=True, consults="newcomers.case.consulted")
def circle_unrestrict(request: Request, case_id: UUID) -> HttpResponse:
    case = _granted(request, case_id)
    form = UnrestrictForm(request.POST or None)
    if form.is_valid():
        try:
            unrestrict(case=case, **form.cleaned_data, by=request.user, at=now())
        except CircleRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("L’accès ordinaire est rétabli."))
            return redirect("newcomers:circle", case.pk)
    lead = _("Le personnel du point de services verra de nouveau le dossier. Les besoins sensibles restent restreints.")
    title = _("Rétablir l’accès ordinaire")
    return form_page(request, case, "circle", form, title=title, back=_back(case), lead=lead, submit=title)


@page(permission=Permission.READ_CASE, writes=True, consults="newcomers.case.consulted")
def circle_name(request: Request, case_id: UUID) -> HttpResponse:
    case = _granted(request, case_id)
    form = NameForm(request.POST or None, case=case, today=today())
    if form.is_valid():
        try:
            name(case=case, **form.cleaned_data, by=request.user, at=now())
        except CircleRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La personne est nommée au dossier et le sait."))
            return redirect("newcomers:circle", case.pk)
    title = _("Nommer une personne")
    return form_page(request, case, "circle", form, title=title, back=_back(case), submit=_("Nommer"))


@require_POST
@page(permission=Permission.READ_CASE, writes=True)
def circle_unname(request: Request, case_id: UUID, member_id: UUID) -> HttpResponse:
    case = _granted(request, case_id)
    member = get_object_or_404(named_members(case), pk=member_id)
    try:
        unname(member=member, by=request.user, at=now())
    except CircleRefused as refusal:
        warn(request, str(refusal))
        return redirect("newcomers:circle", case.pk)
    toast(request, _("La personne n’est plus nommée au dossier."))
    still_there = Case.objects.visible_to(request.access).filter(pk=case.pk).exists()
    return redirect("newcomers:circle", case.pk) if still_there else redirect("/")


@page(permission=Permission.READ_CASE, writes=True, consults="newcomers.case.consulted")
def tie_declare(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    if request.method == "POST":
        try:
            declare_tie(case=case, by=request.user, at=now())
        except TieRefused as refusal:
            warn(request, str(refusal))
        else:
            toast(request, _("Merci. Le dossier est confié à d’autres et vous ne le verrez plus."))
        return redirect("/")
    return show(request, "newcomers/tie.html", case, "circle")


@page(permission=Permission.EXCEPTIONAL_ACCESS, writes=True)
def exceptional_access(request: Request) -> HttpResponse:
    form = ExceptionalForm(request.POST or None)
    if form.is_valid():
        try:
            opened = open_exceptionally(**form.cleaned_data, access=request.access, by=request.user, at=now())
        except ExceptionalAccessRefused as refusal:
            form.refuse(refusal)
        else:
            return redirect("newcomers:case", opened.case_id)
    return render(request, "newcomers/exceptional.html", {"form": form})


def _granted(request: Request, case_id: UUID) -> Case:
    """The dossier, when the reader decides who is named on it; else 404."""
    case = dossier(request, case_id)
    if not may_grant(case, request.access):
        raise Http404
    return case


def _back(case: Case) -> str:
    return reverse("newcomers:circle", args=[case.pk])
