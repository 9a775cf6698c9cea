from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions.follow_ups import (
    FollowUpRefused,
    may_be_followed_up,
    record_follow_up,
    undo_follow_up,
)
from ancrage.newcomers.forms.follow_ups import FollowUpForm
from ancrage.newcomers.models import Case, FollowUp, Task
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.circle import seen_rows
from ancrage.newcomers.queries.header import case_header, may
from ancrage.ui.messages import toast, warn
from ancrage.ui.returning import back_to, bringing_back


@page(permission=Permission.READ_CASE, consults="newcomers.case.consulted")
def follow_ups(request: Request, case_id: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.for_page(request.access), pk=case_id)
    rows = case.follow_ups.select_related("done_by", "municipality", "departure_reason").order_by("milestone")
    tasks = seen_rows(Task.objects.open().filter(case=case).select_related("assigned_to"), case).order_by(
        "due_on", "pk"
    )
    request.consult(case, about=[case.person_id], region=case.region.code)
    context = {
        "case": case,
        "header": case_header(case, request.access, now()),
        "tab": "follow_ups",
        "follow_ups": rows,
        "tasks": tasks,
        "today": today(),
        "can_record": may(case, request.access, Permission.WRITE_CASE) and may_be_followed_up(case, today()),
    }
    return render(request, "newcomers/follow_ups.html", context)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def follow_up(request: Request, case_id: UUID, follow_up_id: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.for_page(request.access, Permission.WRITE_CASE), pk=case_id)
    row = get_object_or_404(case.follow_ups, pk=follow_up_id)
    form = FollowUpForm(request.POST or None, today=today(), region=case.region)
    back = back_to(request, reverse("newcomers:follow_ups", args=[case.pk]))
    if form.is_valid():
        try:
            done_on = form.cleaned_data["done_on"]
            record_follow_up(follow_up=row, answers=form.answers, done_on=done_on, by=request.user, at=now())
        except FollowUpRefused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("newcomers:follow_up_undo", args=[case.pk, row.pk])
            toast(request, _("Le suivi est inscrit."), bringing_back(request, undo))
            return redirect(back)
    request.consult(case, about=[case.person_id], region=case.region.code)
    context = {"case": case, "header": case_header(case, request.access, now()), "tab": "follow_ups"}
    return render(request, "newcomers/follow_up_form.html", context | {"form": form, "follow_up": row, "back": back})


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def follow_up_undo(request: Request, case_id: UUID, follow_up_id: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.for_page(request.access, Permission.WRITE_CASE), pk=case_id)
    row = get_object_or_404(FollowUp.objects.filter(case=case), pk=follow_up_id)
    try:
        undo_follow_up(follow_up=row, by=request.user, at=now())
    except FollowUpRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("Le suivi est de nouveau prévu."))
    return redirect(back_to(request, reverse("newcomers:follow_ups", args=[case.pk])))
