"""How many hours before an appointment a reminder leaves, and the person no longer changes it: of the day, to come, before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions import delays as actions
from ancrage.newcomers.models import ChoiceDelay, ReminderDelay
from ancrage.territory.actions.dated_rules import RuleRefused
from ancrage.ui.messages import toast, warn
from ancrage.workspace.forms.delays import DelayForm, ReminderDelayForm
from ancrage.workspace.permissions import Permission


@dataclass(frozen=True)
class Sort:
    """A delay that is decided apart, what it does, and what holds without any."""

    model: type[ReminderDelay] | type[ChoiceDelay]
    title: Promise
    does: Promise
    without: Promise
    form: type[DelayForm]


SORTS: Final[Mapping[str, Sort]] = {
    "rappel": Sort(
        ReminderDelay,
        gettext_lazy("Rappel d’un rendez-vous"),
        gettext_lazy(
            "La personne qui a un courriel et accepte qu’on lui écrive reçoit un rappel, une fois, avant l’heure dite."
        ),
        gettext_lazy("Aucun délai aujourd’hui : aucun rappel ne part."),
        ReminderDelayForm,
    ),
    "choix": Sort(
        ChoiceDelay,
        gettext_lazy("Choix dans « Mon plan »"),
        gettext_lazy(
            "Jusque-là, la personne choisit, change ou annule elle-même son rendez-vous; après, elle le demande."
        ),
        gettext_lazy("Aucun délai aujourd’hui : jusqu’au début du rendez-vous."),
        DelayForm,
    ),
}


@page(permission=Permission.MANAGE_REFERENCE)
def delays(request: Request) -> HttpResponse:
    on = today()
    of = {
        slug: list(sort.model.objects.select_related("decided_by").order_by("-during")) for slug, sort in SORTS.items()
    }
    lines = [(slug, SORTS[slug], next((row for row in rows if row.is_on(on)), None), rows) for slug, rows in of.items()]
    return render(request, "workspace/delays.html", {"lines": lines, "today": on})


@page(permission=Permission.MANAGE_REFERENCE, writes=True)
def delay_change(request: Request, sort: str) -> HttpResponse:
    found = _sort(sort)
    held = found.model.objects.on(today()).first()
    initial = {"hours": held.hours} if held else {}
    form = found.form(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            made = actions.change_delay(model=found.model, **form.cleaned_data, by=request.user, at=now())
        except RuleRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le délai est inscrit."), reverse("workspace:delay_withdraw", args=[sort, made.pk]))
            return redirect("workspace:delays")
    context = {"form": form, "sort": found, "back": reverse("workspace:delays")}
    return render(request, "workspace/delay_form.html", context)


@require_POST
@page(permission=Permission.MANAGE_REFERENCE, writes=True)
def delay_withdraw(request: Request, sort: str, pk: UUID) -> HttpResponse:
    delay = get_object_or_404(_sort(sort).model.objects.all(), pk=pk)
    try:
        actions.withdraw_delay(delay=delay, by=request.user, at=now())
    except RuleRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le délai est retiré : celui d’avant continue."))
    return redirect("workspace:delays")


def _sort(slug: str) -> Sort:
    if slug not in SORTS:
        raise Http404
    return SORTS[slug]
