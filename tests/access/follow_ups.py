"""Notes, tasks, follow-ups, and the life of a dossier."""

from ancrage.newcomers.models import CaseState, ClosingReason
from tests.access.places import case_near, far, near
from tests.access.rows import Row, only
from tests.factories.newcomers import MOMENT, CaseFactory, ContactNoteFactory, FollowUpFactory, TaskFactory
from tests.factories.territory import ServicePointFactory

READERS = only("integration_agent", "director")
WRITERS = only("integration_agent")
MOVERS = only("integration_agent", "director")


def _note(user, *, case=None):
    case = case or case_near(user)
    author = {"by": user} if user else {}
    return {"case_id": case.pk, "note_id": ContactNoteFactory.create(case=case, **author).pk}


def _task(user, *, case=None):
    case = case or case_near(user)
    return {"case_id": case.pk, "task_id": TaskFactory.create(case=case).pk}


def _follow_up(user, *, case=None):
    case = case or case_near(user)
    return {"case_id": case.pk, "follow_up_id": FollowUpFactory.create(case=case).pk}


def _borrowed(make, key):
    """A dossier within reach, and the row of one that is not."""
    return lambda user: {**near(user), key: make(user, case=CaseFactory.create())[key]}


def _restricted(make):
    """A dossier of the place, seen by named people only."""
    return lambda user: make(user, case=case_near(user, is_restricted=True))


def _closed(user):
    reason, _ = ClosingReason.objects.get_or_create(code="left", defaults={"label_fr": "Départ", "label_en": "Left"})
    return {"case_id": case_near(user, state=CaseState.CLOSED, closed_at=MOMENT, closing_reason=reason).pk}


def _elsewhere(user):
    ServicePointFactory.create()
    return near(user)


ROWS = [
    Row("newcomers:notes", READERS, near, far),
    Row("newcomers:note_add", WRITERS, near, far),
    Row("newcomers:note_strike", WRITERS, _note, _borrowed(_note, "note_id"), data={}),
    Row("newcomers:note_restore", WRITERS, _note, _restricted(_note), data={}),
    Row("newcomers:task_add", WRITERS, near, far),
    Row("newcomers:task_complete", WRITERS, _task, _borrowed(_task, "task_id"), data={}),
    Row("newcomers:task_reopen", WRITERS, _task, _borrowed(_task, "task_id"), data={}),
    Row("newcomers:task_postpone", WRITERS, _task, _borrowed(_task, "task_id")),
    Row("newcomers:follow_ups", READERS, near, far),
    Row("newcomers:follow_up", WRITERS, _follow_up, _borrowed(_follow_up, "follow_up_id")),
    Row("newcomers:follow_up_undo", WRITERS, _follow_up, _borrowed(_follow_up, "follow_up_id"), data={}),
    Row("newcomers:history", READERS, near, far),
    Row("newcomers:case_close", WRITERS, near, far),
    Row("newcomers:case_reopen", WRITERS, _closed, far),
    Row("newcomers:case_transfer", MOVERS, _elsewhere, far),
]
