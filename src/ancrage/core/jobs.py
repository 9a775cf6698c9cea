"""The queue looks after itself: what a killed worker left is taken up again, what is done is forgotten."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

KEPT_HOURS = 7 * 24


@app.periodic(cron="* * * * *")
@app.task(name="ancrage.core.jobs.resume", queueing_lock="core.resume", pass_context=True)
async def resume(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - given by the scheduler
    """Take up again what a worker was doing when it was killed.

    Left « doing », a job would never end, and would keep its lock from every later one. Holds no lock itself.
    """
    for job in await context.app.job_manager.get_stalled_jobs():
        if await _is_waiting_already(context, job):
            await context.app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await context.app.job_manager.retry_job(job)


@app.periodic(cron="50 4 * * *")
@app.task(name="ancrage.core.jobs.forget", queueing_lock="core.forget", pass_context=True)
async def forget(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - given by the scheduler
    """Delete what ended a week ago: a job a minute would otherwise pile up for ever."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True)


async def _is_waiting_already(context: JobContext, job: Job) -> bool:
    """Whether the same work was queued meanwhile: it may wait only once."""
    if job.queueing_lock is None:
        return False
    return bool(
        await context.app.job_manager.list_jobs_async(queueing_lock=job.queueing_lock, status=Status.TODO.value)
    )
