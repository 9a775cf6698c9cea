"""How long things are kept: the delay of the day, those to come, and those before."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions import retention_rules as actions
from ancrage.newcomers.forms.retention import RetentionForm
from ancrage.newcomers.models import Kept, RetentionRule
from ancrage.newcomers.permissions import Permission
from ancrage.ui.messages import toast


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
            actions.change_retention(kept=Kept(kept), **form.cleaned_data, by=request.user, at=now())
        except actions.RetentionRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le délai est inscrit."))
            return redirect("newcomers:retention")
    context = {"form": form, "title": Kept(kept).label, "back": reverse("newcomers:retention")}
    return render(request, "newcomers/retention_form.html", context)
