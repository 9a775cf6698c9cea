from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.dates import local_day
from ancrage.newcomers.models import Case, Task


class TaskRefused(Refused):
    """The task cannot be added or changed."""


@transaction.atomic
def add_task(*, case: Case, text: str, due_on: date, assigned_to: User, by: User, at: datetime) -> Task:
    """Give someone something to do for a dossier.

    :raises TaskRefused: when its day is past.
    """
    _refuse_past(due_on, at)
    task = Task.objects.create(case=case, text=text, due_on=due_on, assigned_to=assigned_to)
    _record("added", task, by=by, at=at)
    return task


@transaction.atomic
def complete_task(*, task: Task, by: User, at: datetime) -> None:
    """Mark a task as done. Doing it twice changes nothing."""
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if task.done_at is None:
        task.done_at = at
        task.save(update_fields=["done_at"])
        _record("completed", task, by=by, at=at)


@transaction.atomic
def reopen_task(*, task: Task, by: User, at: datetime) -> None:
    """Undo ``complete_task``."""
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if task.done_at is not None:
        task.done_at = None
        task.save(update_fields=["done_at"])
        _record("reopened", task, by=by, at=at)


@transaction.atomic
def postpone_task(*, task: Task, due_on: date, by: User, at: datetime) -> None:
    """Give a task another day.

    :raises TaskRefused: when the day is past, or the task done.
    """
    _refuse_past(due_on, at)
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if task.done_at is not None:
        raise TaskRefused(_("Cette tâche est déjà faite."))
    task.due_on = due_on
    task.save(update_fields=["due_on"])
    _record("postponed", task, by=by, at=at, fields=["due_on"])


def _refuse_past(due_on: date, at: datetime) -> None:
    if due_on < local_day(at):
        raise TaskRefused(_("Choisissez aujourd’hui ou un jour à venir."), field="due_on")


def _record(verb: str, task: Task, *, by: User, at: datetime, fields: list[str] | None = None) -> None:
    record(
        f"newcomers.task.{verb}",
        by=by,
        on=task,
        at=at,
        fields=fields or [],
        about=[task.case_id],
        region=task.case.region.code,
    )
