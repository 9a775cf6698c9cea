from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts import queries
from ancrage.accounts.actions.assignments import AssignmentRefused, assign, end_assignment
from ancrage.accounts.actions.users import UserRefused, invite, invite_again, leave, reset_factors
from ancrage.accounts.departures import consequences_of
from ancrage.accounts.forms.users import AssignmentForm, DepartureForm, EndForm, InvitationForm, UserFilter
from ancrage.accounts.http import Request
from ancrage.accounts.models import Assignment, SignInAttempt, User
from ancrage.accounts.pages import page
from ancrage.accounts.permissions import Permission
from ancrage.accounts.roles import all_roles, role_sheets
from ancrage.core import now, today
from ancrage.ui.messages import toast, warn

RECENT = 10


@page(permission=Permission.MANAGE_USERS)
def index(request: Request) -> HttpResponse:
    """The accounts, by name."""
    form = UserFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.users_page(wanted, day=today(), after=request.GET.get("apres", ""))
    return render(request, "accounts/users.html", {"form": form, "page": found})


@page(permission=Permission.MANAGE_USERS)
def roles(request: Request) -> HttpResponse:
    """Who may do what: the table of roles, as an auditor reads it."""
    return render(request, "accounts/roles.html", {"roles": role_sheets()})


@page(permission=Permission.MANAGE_USERS, writes=True)
def invite_user(request: Request) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        try:
            user = invite(**form.cleaned_data, by=request.user, at=now())
        except UserRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            toast(request, _("L’invitation est partie. Donnez maintenant un rôle à cette personne."))
            return redirect("accounts:assign", user.pk)
    return render(request, "accounts/invite.html", {"form": form})


@page(permission=Permission.MANAGE_USERS)
def detail(request: Request, pk: UUID) -> HttpResponse:
    person = get_object_or_404(User.objects.staff(), pk=pk)
    context = {
        "person": person,
        "assignments": Assignment.objects.filter(user=person).with_places().in_order(),
        "attempts": SignInAttempt.objects.filter(user=person).newest_first()[:RECENT],
        "factors": queries.factors_of(person),
        "today": today(),
    }
    return render(request, "accounts/user.html", context)


@page(permission=Permission.MANAGE_USERS, writes=True)
def give(request: Request, pk: UUID) -> HttpResponse:
    """Give a role to someone."""
    person = get_object_or_404(User.objects.staff().active(), pk=pk)
    form = AssignmentForm(request.POST or None, day=today())
    if form.is_valid():
        try:
            assign(user=person, **form.cleaned_data, by=request.user, at=now())
        except AssignmentRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            toast(request, _("Le rôle est donné."))
            return redirect("accounts:user", person.pk)
    return render(request, "accounts/assign.html", {"form": form, "person": person, "roles": all_roles().values()})


@page(permission=Permission.MANAGE_USERS, writes=True)
def end(request: Request, pk: UUID, assignment_id: UUID) -> HttpResponse:
    assignment = get_object_or_404(Assignment.objects.with_places().filter(user=pk), pk=assignment_id)
    form = EndForm(request.POST or None, initial={"before": today()})
    if form.is_valid():
        try:
            end_assignment(assignment_id=assignment.pk, **form.cleaned_data, by=request.user, at=now())
        except AssignmentRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            toast(request, _("La fin de l’affectation est enregistrée."))
            return redirect("accounts:user", pk)
    return render(request, "accounts/end.html", {"form": form, "assignment": assignment})


@require_POST
@page(permission=Permission.MANAGE_USERS, writes=True)
def send_again(request: Request, pk: UUID) -> HttpResponse:
    person = get_object_or_404(User.objects.staff(), pk=pk)
    try:
        invite_again(user=person, by=request.user, at=now())
    except UserRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("L’invitation est repartie."))
    return redirect("accounts:user", pk)


@require_POST
@page(permission=Permission.MANAGE_USERS, writes=True)
def forget_factors(request: Request, pk: UUID) -> HttpResponse:
    person = get_object_or_404(User.objects.staff().active(), pk=pk)
    try:
        reset_factors(user=person, by=request.user, at=now())
    except UserRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le second facteur est retiré. La personne en ajoutera un à sa prochaine connexion."))
    return redirect("accounts:user", pk)


@page(permission=Permission.MANAGE_USERS, writes=True)
def departure(request: Request, pk: UUID) -> HttpResponse:
    """Close the account of someone who leaves, once what it does was read."""
    person = get_object_or_404(User.objects.staff().active(), pk=pk)
    form = DepartureForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        try:
            leave(user=person, **form.cleaned_data, by=request.user, at=now())
        except UserRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le compte est fermé."))
            return redirect("accounts:user", pk)
    held = Assignment.objects.on(today()).filter(user=person).with_places().in_order()
    context = {"person": person, "assignments": held, "form": form, "consequences": consequences_of(person, now())}
    return render(request, "accounts/leave.html", context)
