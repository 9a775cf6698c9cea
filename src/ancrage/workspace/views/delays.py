"""Delays that are decided: before an appointment, and between two verifications of a record. Of the day, to come, before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.directory.actions.verifying import change_verification_delay, withdraw_verification_delay
from ancrage.directory.models import VerificationDelay
from ancrage.newcomers.actions.delays import change_delay, withdraw_delay
from ancrage.newcomers.models import ChoiceDelay, ReminderDelay
from ancrage.territory.actions.dated_rules import RuleRefused
from ancrage.territory.dated import Dated
from ancrage.ui import forms as ui
from ancrage.ui.messages import toast, warn
from ancrage.workspace.forms.delays import DelayForm, ReminderDelayForm, VerificationDelayForm
from ancrage.workspace.permissions import Permission


@dataclass(frozen=True)
class Sort:
    """A delay that is decided apart, what it does, and what holds without any. ``unit`` names its number."""

    model: type[ReminderDelay | ChoiceDelay | VerificationDelay]
    title: Promise
    does: Promise
    without: Promise
    form: type[ui.Form]
    change: Callable[..., Dated]
    withdraw: Callable[..., None]
    unit: str = "hours"

    def words(self, delay: Dated) -> str:
        return _WORDS[self.unit](getattr(delay, self.unit))


_WORDS: Final[Mapping[str, Callable[[int], str]]] = {
    "hours": lambda n: ngettext("%(n)d heure avant", "%(n)d heures avant", n) % {"n": n},
    "months": lambda n: ngettext("Tous les mois", "Tous les %(n)d mois", n) % {"n": n},
}

SORTS: Final[Mapping[str, Sort]] = {
    "rappel": Sort(
        ReminderDelay,
        gettext_lazy("Rappel d’un rendez-vous"),
        gettext_lazy(
            "La personne qui a un courriel et accepte qu’on lui écrive reçoit un rappel, une fois, avant l’heure dite."
        ),
        gettext_lazy("Aucun délai aujourd’hui : aucun rappel ne part."),
        ReminderDelayForm,
        partial(change_delay, model=ReminderDelay),
        withdraw_delay,
    ),
    "choix": Sort(
        ChoiceDelay,
        gettext_lazy("Choix dans « Mon plan »"),
        gettext_lazy(
            "Jusque-là, la personne choisit, change ou annule elle-même son rendez-vous; après, elle le demande."
        ),
        gettext_lazy("Aucun délai aujourd’hui : jusqu’au début du rendez-vous."),
        DelayForm,
        partial(change_delay, model=ChoiceDelay),
        withdraw_delay,
    ),
    "verification": Sort(
        VerificationDelay,
        gettext_lazy("Vérification d’une fiche du répertoire"),
        gettext_lazy(
            "Une fiche qui n’est pas vérifiée depuis est à vérifier : son organisme reçoit un lien, par lequel il dit si elle "
            "est exacte."
        ),
        gettext_lazy("Aucun délai aujourd’hui : seules les fiches jamais vérifiées sont à vérifier."),
        VerificationDelayForm,
        change_verification_delay,
        withdraw_verification_delay,
        "months",
    ),
}


@page(permission=Permission.MANAGE_REFERENCE)
def delays(request: Request) -> HttpResponse:
    on = today()
    of = {
        slug: list(sort.model.objects.select_related("decided_by").order_by("-during")) for slug, sort in SORTS.items()
    }
    lines = [(slug, SORTS[slug], *_told(SORTS[slug], rows, on)) for slug, rows in of.items()]
    return render(request, "workspace/delays.html", {"lines": lines, "today": on})


@page(permission=Permission.MANAGE_REFERENCE, writes=True)
def delay_change(request: Request, sort: str) -> HttpResponse:
    found = _sort(sort)
    held = found.model.objects.on(today()).first()
    initial = {found.unit: getattr(held, found.unit)} if held else {}
    form = found.form(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            made = found.change(**form.cleaned_data, by=request.user, at=now())
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
    found = _sort(sort)
    delay = get_object_or_404(found.model.objects.all(), pk=pk)
    try:
        found.withdraw(delay=delay, by=request.user, at=now())
    except RuleRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le délai est retiré : celui d’avant continue."))
    return redirect("workspace:delays")


def _sort(slug: str) -> Sort:
    if slug not in SORTS:
        raise Http404
    return SORTS[slug]


def _told(sort: Sort, rows: Sequence[Dated], on: date) -> tuple[str, list[tuple[Dated, str]]]:
    """What holds, in words, and each delay with its own."""
    words = [(row, sort.words(row)) for row in rows]
    return next((said for row, said in words if row.is_on(on)), ""), words
