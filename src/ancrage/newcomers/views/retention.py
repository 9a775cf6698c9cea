"""How long things are kept: the delay of the day, those to come, and those before."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions import retention_rules as actions
from ancrage.newcomers.forms.retention import RetentionForm
from ancrage.newcomers.models import Kept, RetentionRule
from ancrage.newcomers.permissions import Permission
from ancrage.territory.actions.dated_rules import RuleRefused
from ancrage.ui.messages import toast, warn


@page(permission=Permission.MANAGE_RETENTION)
def retention(request: Request) -> HttpResponse:
    rules = list(RetentionRule.objects.select_related("decided_by").order_by("-during"))
    on = today()
    sorts = [(kept, [rule for rule in rules if rule.kept == kept]) for kept in Kept]
    lines = [(kept, next((rule for rule in of if rule.is_on(on)), None), of) for kept, of in sorts]
    return render(request, "newcomers/retention.html", {"lines": lines, "today": on})


@page(permission=Permission.MANAGE_RETENTION, writes=True)
def retention_change(request: Request, kept: str) -> HttpResponse:
    if kept not in Kept.values:
        raise Http404
    found = RetentionRule.objects.on(today()).filter(kept=kept).first()
    initial = {"days": found.days, "basis": found.basis, "is_confirmed": found.is_confirmed} if found else {}
    form = RetentionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            rule = actions.change_retention(kept=Kept(kept), **form.cleaned_data, by=request.user, at=now())
        except RuleRefused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:retention_withdraw", args=[rule.pk]) if rule.starts_on > today() else None
            toast(request, _("Le délai est inscrit."), undo)
            return redirect("newcomers:retention")
    context = {"form": form, "title": Kept(kept).label, "back": reverse("newcomers:retention")}
    return render(request, "newcomers/retention_form.html", context)


@require_POST
@page(permission=Permission.MANAGE_RETENTION, writes=True)
def retention_withdraw(request: Request, rule_id: UUID) -> HttpResponse:
    rule = get_object_or_404(RetentionRule, pk=rule_id)
    try:
        actions.withdraw_retention(rule=rule, by=request.user, at=now())
    except RuleRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le délai à venir est retiré : celui d’avant continue."))
    return redirect("newcomers:retention")
