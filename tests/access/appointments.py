"""Appointments of a dossier."""

from datetime import timedelta

from tests.access.places import case_near, far, near
from tests.access.rows import Row, only
from tests.factories.agenda import START, AppointmentFactory, span
from tests.factories.newcomers import CaseAppointmentFactory, CaseFactory, MomentOfferFactory

READERS = only("integration_agent", "director")
WRITERS = only("integration_agent")


def _appointment(user, *, case=None, **fields):
    case = case or case_near(user)
    return {"case_id": case.pk, "tie_id": CaseAppointmentFactory.create(case=case, **fields).pk}


def _moved(user):
    """Planned in the place of an earlier one."""
    first = AppointmentFactory.create()
    earlier = {"state": "moved", "decided_at": START, "decided_by": first.worker}
    type(first).objects.filter(pk=first.pk).update(**earlier)
    later = AppointmentFactory.create(
        instead_of=first, worker=first.worker, during=span(START + timedelta(hours=2), START + timedelta(hours=3))
    )
    return _appointment(user, appointment=later)


def _borrowed(user):
    """A dossier within reach, and the appointment of one that is not."""
    return {**near(user), "tie_id": _appointment(user, case=CaseFactory.create())["tie_id"]}


def _offer(user, *, case=None):
    case = case or case_near(user)
    return {"case_id": case.pk, "offer_id": MomentOfferFactory.create(case=case).pk}


def _borrowed_offer(user):
    return {**near(user), "offer_id": _offer(user, case=CaseFactory.create())["offer_id"]}


def _restricted(user):
    return _appointment(user, case=case_near(user, is_restricted=True))


ROWS = [
    Row("newcomers:appointments", READERS, near, far),
    Row("newcomers:appointment_book", WRITERS, near, far),
    Row("newcomers:appointment_move", WRITERS, _appointment, _borrowed),
    Row("newcomers:appointment_move_undo", WRITERS, _moved, _borrowed, data={}),
    Row("newcomers:moment_offer", WRITERS, near, far),
    Row("newcomers:moment_offer", WRITERS, near, far, data={"minutes": "30"}, answers=frozenset({200})),
    Row("newcomers:moment_withdraw", WRITERS, _offer, _borrowed_offer, data={}),
    Row("newcomers:moment_restore", WRITERS, _offer, _borrowed_offer, data={}),
    Row("newcomers:stranded", READERS),
    Row("newcomers:appointment_hand", READERS, _appointment, _borrowed),
    Row("newcomers:appointment_hand", READERS, _appointment, _restricted, data={"to": "personne"}),
    Row("newcomers:appointment_hand_undo", READERS, _moved, _borrowed, data={}),
    Row("newcomers:appointment_settle", WRITERS, _appointment, _borrowed, data={"state": "off_service"}),
    Row("newcomers:appointment_again", WRITERS, _appointment, _restricted, data={}),
]
