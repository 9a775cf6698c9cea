from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions.household import (
    HouseholdRefused,
    add_member,
    edit_member,
    leave,
    register_member,
)
from ancrage.newcomers.forms.household import MemberEditForm, MemberForm
from ancrage.newcomers.forms.statuses import EndForm
from ancrage.newcomers.models import Case, HouseholdMember
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.household import household_of, look_alikes, members_seen
from ancrage.newcomers.views.dossier import dossier, form_page, show
from ancrage.ui.messages import toast


@page(permission=Permission.READ_CASE, consults="newcomers.case.consulted")
def household(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    home = household_of(case, request.access, today())
    return show(request, "newcomers/household.html", case, "household", household=home)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def member_add(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    find = partial(look_alikes, case=case, access=request.access)
    form = MemberForm(request.POST or None, today=today(), find=find)
    if form.is_valid():
        try:
            _add(request, case, form)
        except HouseholdRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La personne fait partie du ménage."))
            return redirect("newcomers:household", case.pk)
    lead = _("Les membres ne voient jamais l’adresse, le téléphone ni les rendez-vous les uns des autres.")
    return form_page(request, case, "household", form, title=_("Ajouter au ménage"), back=_home(case), lead=lead)


def _add(request: Request, case: Case, form: MemberForm) -> HouseholdMember:
    if person := form.cleaned_data["person"]:
        return add_member(case=case, person=person, **form.link, by=request.user, at=now())
    return register_member(case=case, **form.new_person, **form.link, by=request.user, at=now())


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def member_edit(request: Request, case_id: UUID, member_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    member = get_object_or_404(members_seen(case, request.access), pk=member_id)
    form = MemberEditForm(request.POST or None, member=member)
    if form.is_valid():
        try:
            edit_member(case=case, member=member, **form.cleaned_data, by=request.user, at=now())
        except HouseholdRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le ménage est à jour."))
            return redirect("newcomers:household", case.pk)
    title = _("Corriger : %(name)s") % {"name": member.person.full_name}
    return form_page(request, case, "household", form, title=title, back=_home(case))


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def member_leave(request: Request, case_id: UUID, member_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    member = get_object_or_404(members_seen(case, request.access), pk=member_id)
    form = EndForm(request.POST or None, today=today())
    if form.is_valid():
        try:
            leave(case=case, member=member, **form.cleaned_data, by=request.user, at=now())
        except HouseholdRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le départ du ménage est inscrit."))
            return redirect("newcomers:household", case.pk)
    title = _("Départ du ménage : %(name)s") % {"name": member.person.full_name}
    return form_page(request, case, "household", form, title=title, back=_home(case))


def _home(case: Case) -> str:
    return reverse("newcomers:household", args=[case.pk])
