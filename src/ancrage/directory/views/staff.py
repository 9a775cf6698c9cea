from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.accounts.permissions import Permission as Accounts
from ancrage.core import now, today
from ancrage.directory.actions.members import MemberRefused, attach, detach
from ancrage.directory.forms import MemberEndForm, MemberForm, SearchForm
from ancrage.directory.models import Organization, OrganizationMember, Service
from ancrage.directory.permissions import Permission
from ancrage.directory.queries.cards import card, cards_of, phone_of, service_facts
from ancrage.directory.queries.found import freshness, pages_of, pins_of, shown_filters
from ancrage.directory.queries.keeping import keeping
from ancrage.directory.queries.search import Wanted, search
from ancrage.directory.views.exporting import KINDS
from ancrage.territory.queries.maps import towns_around
from ancrage.ui.maps import drawn
from ancrage.ui.messages import toast


@page(permission=Permission.READ_DIRECTORY)
def services(request: Request) -> HttpResponse:
    form = SearchForm(request.GET, for_staff=True)
    wanted = form.wanted()
    results = search(wanted, now())
    shown = pages_of(results, request.GET)
    cards = cards_of(shown.ids, today())
    pins = pins_of(shown, {key: one.service.said.name for key, one in cards.items()})
    context = {
        "adds": request.access.can(Permission.EDIT_DIRECTORY),
        "exports": [(name, kind.label) for name, kind in KINDS.items()],
        "is_asked": wanted != Wanted(by_distance=wanted.by_distance),
        "form": form,
        "wanted": wanted,
        "results": results,
        "page": shown,
        "lines": [(line, cards[line.service_id]) for line in shown.numbered if line.service_id in cards],
        "filters": shown_filters(form, results),
        "map": drawn(pins, towns=towns_around(pins)) if pins else None,
        "records": [(one.service.pk, one.service.name) for one in cards.values() if one.is_public],
        "freshness": freshness([one.service.verified_on for one in cards.values()], today()),
    }
    return render(request, "directory/services.html", context)


@page(permission=Permission.READ_DIRECTORY)
def service(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Service.objects.with_names().select_related("organization__region"), pk=pk)
    context = {
        "card": card(found, today()),
        "facts": service_facts(found, today()),
        "phone": phone_of(found.organization),
        "keeping": keeping(found, request.access),
    }
    return render(request, "directory/service.html", context)


@page(permission=Permission.READ_DIRECTORY)
def organization(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Organization.objects.select_related("municipality__mrc", "region"), pk=pk)
    offered = found.services.active().with_names().order_by("name", "pk")
    context = {
        "organization": found,
        "cards": [card(one, today()) for one in offered],
        "locations": found.locations.prefetch_related("addresses").order_by("name", "pk"),
        "phone": phone_of(found),
        "keeping": keeping(found, request.access),
        "keeps_members": request.access.can(Accounts.MANAGE_USERS),
        "members": found.members.on(today()).select_related("user").order_by("user__sort", "pk"),
    }
    return render(request, "directory/organization.html", context)


@page(permission=Accounts.MANAGE_USERS, writes=True)
def add_member(request: Request, pk: UUID) -> HttpResponse:
    """Attach an account to the organisation whose referrals it answers."""
    found = get_object_or_404(Organization.objects.active(), pk=pk)
    form = MemberForm(request.POST or None, day=today())
    if form.is_valid():
        try:
            attach(organization=found, **form.cleaned_data, by=request.user, at=now())
        except MemberRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            toast(request, _("Cette personne voit maintenant les aiguillages de l’organisme."))
            return redirect("directory:organization", pk)
    context = {"form": form, "organization": found, "title": _("Ajouter une personne")}
    return render(request, "directory/member_form.html", context)


@page(permission=Accounts.MANAGE_USERS, writes=True)
def end_member(request: Request, pk: UUID, member_id: UUID) -> HttpResponse:
    member = get_object_or_404(
        OrganizationMember.objects.select_related("organization", "user"), organization=pk, pk=member_id
    )
    form = MemberEndForm(request.POST or None, initial={"before": today()})
    if form.is_valid():
        try:
            detach(member=member, **form.cleaned_data, by=request.user, at=now())
        except MemberRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            toast(request, _("La fin est enregistrée."))
            return redirect("directory:organization", pk)
    context = {"form": form, "organization": member.organization, "title": member.user.full_name}
    return render(request, "directory/member_form.html", context)
