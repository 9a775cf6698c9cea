"""What the queue does after a worker was killed, and of what is done."""

from typing import Any
from unittest import mock

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from ancrage.audit.jobs import seal_register
from ancrage.core import jobs

pytestmark = pytest.mark.django_db
TASK = "ancrage.messaging.jobs.deliver_message"


def _left_by_a_killed_worker(task: str = TASK, **options: Any) -> int:
    job = app.configure_task(task, **options).defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job])
    return job


def _run(task: Any) -> None:
    async_to_sync(task.func)(mock.Mock(app=app), 0)


def _statuses() -> dict[int, str]:
    return dict(ProcrastinateJob.objects.values_list("id", "status"))


def test_what_a_killed_worker_was_doing_is_taken_up_again() -> None:
    job = _left_by_a_killed_worker()
    _run(jobs.resume)
    assert _statuses() == {job: "todo"}


def test_a_living_worker_keeps_its_job() -> None:
    job = _left_by_a_killed_worker()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        cursor.execute("UPDATE procrastinate_jobs SET worker_id = %s", cursor.fetchone())
    _run(jobs.resume)
    assert _statuses() == {job: "doing"}


def test_the_sealing_that_died_gives_its_lock_to_the_one_that_waits() -> None:
    locks = {"lock": seal_register.lock, "queueing_lock": seal_register.queueing_lock}
    dead = _left_by_a_killed_worker(seal_register.name, **locks)
    waiting = app.configure_task(seal_register.name, **locks).defer()
    _run(jobs.resume)
    assert _statuses() == {dead: "failed", waiting: "todo"}


def test_what_ended_a_week_ago_is_forgotten() -> None:
    old, recent = _left_by_a_killed_worker(), _left_by_a_killed_worker()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '8 days' WHERE job_id = %s", [old])
    _run(jobs.forget)
    assert _statuses() == {recent: "succeeded"}
