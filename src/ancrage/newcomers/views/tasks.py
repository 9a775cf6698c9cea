from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions.tasks import TaskRefused, add_task, complete_task, postpone_task, reopen_task
from ancrage.newcomers.forms.tasks import PostponeForm, TaskForm
from ancrage.newcomers.models import Case, Task
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.circle import seen_rows
from ancrage.newcomers.queries.header import case_header
from ancrage.newcomers.queries.staff import staff_of_point
from ancrage.ui.messages import toast
from ancrage.ui.returning import back_to, bringing_back


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def task_add(request: Request, case_id: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.for_page(request.access, Permission.WRITE_CASE), pk=case_id)
    at = now()
    staff = staff_of_point(case.service_point_id, today()).in_order()
    form = TaskForm(request.POST or None, staff=staff, initial={"assigned_to": request.user.pk})
    if form.is_valid():
        try:
            add_task(case=case, **form.cleaned_data, by=request.user, at=at)
        except TaskRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La tâche est ajoutée."))
            return redirect("newcomers:follow_ups", case.pk)
    request.consult(case, about=[case.person_id], region=case.region.code)
    context = {"case": case, "header": case_header(case, request.access, at), "tab": "follow_ups", "form": form}
    return render(request, "newcomers/task_form.html", context)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def task_complete(request: Request, case_id: UUID, task_id: UUID) -> HttpResponse:
    task = _task(request, case_id, task_id)
    complete_task(task=task, by=request.user, at=now())
    undo = reverse("newcomers:task_reopen", args=[case_id, task_id])
    toast(request, _("La tâche est marquée comme faite."), bringing_back(request, undo))
    return redirect(back_to(request, reverse("newcomers:follow_ups", args=[case_id])))


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def task_reopen(request: Request, case_id: UUID, task_id: UUID) -> HttpResponse:
    reopen_task(task=_task(request, case_id, task_id), by=request.user, at=now())
    toast(request, _("La tâche est de nouveau à faire."))
    return redirect(back_to(request, reverse("newcomers:follow_ups", args=[case_id])))


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def task_postpone(request: Request, case_id: UUID, task_id: UUID) -> HttpResponse:
    task = _task(request, case_id, task_id)
    form = PostponeForm(request.POST or None)
    back = back_to(request, reverse("newcomers:follow_ups", args=[case_id]))
    if form.is_valid():
        try:
            postpone_task(task=task, **form.cleaned_data, by=request.user, at=now())
        except TaskRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La tâche est reportée."))
            return redirect(back)
    case = get_object_or_404(Case.objects.for_page(request.access), pk=case_id)
    request.consult(case, about=[case.person_id], region=case.region.code)
    context = {
        "case": case,
        "header": case_header(case, request.access, now()),
        "task": task,
        "form": form,
        "back": back,
    }
    return render(request, "newcomers/task_postpone.html", context | {"tab": "follow_ups"})


def _task(request: Request, case_id: UUID, task_id: UUID) -> Task:
    case = get_object_or_404(Case.objects.for_page(request.access, Permission.WRITE_CASE), pk=case_id)
    rows = seen_rows(Task.objects.filter(case=case).select_related("case__region"), case)
    return get_object_or_404(rows, pk=task_id)
