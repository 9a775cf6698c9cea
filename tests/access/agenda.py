"""One's agenda; the hours and rooms that appointments stand on."""

from uuid import uuid4

from ancrage.agenda.actions import make_feed
from ancrage.core import now
from tests.access.rows import EVERYBODY, Row, only
from tests.factories.accounts import UserFactory, user_as
from tests.factories.agenda import START, AbsenceFactory, RoomFactory, span, works
from tests.factories.territory import ServicePointFactory

STAFF = only("integration_agent", "regional_adviser", "recruitment_adviser", "director")
ADMIN = only("system_administrator")
REFUSED = frozenset({200})
LATER = START.replace(hour=20)


def _absence(user):
    return {"pk": AbsenceFactory.create(worker=user or UserFactory.create(), during=span(START, LATER)).pk}


def _absence_of_another(_user):
    return _absence(None)


def _days(_user):
    return {"start": START.isoformat(), "end": LATER.isoformat()}


def _no_days(_user):
    return {"start": "hier", "end": "demain"}


def _feed(_user):
    worker = UserFactory.create()
    return {"token": make_feed(worker=worker, by=worker, at=now())}


def _no_feed(_user):
    return {"token": "inconnu"}


def _worker(_user):
    return {"pk": user_as("integration_agent").pk}


def _partner(_user):
    return {"pk": user_as("partner_worker").pk}


def _point(_user):
    return {"pk": ServicePointFactory.create().pk}


def _hours(_user):
    worker = UserFactory.create()
    works(worker, ServicePointFactory.create())
    return {"what": "personnel", "pk": worker.working_hours.filter(weekday=0).get().pk}


def _room(_user):
    return {"what": "salle", "pk": RoomFactory.create().pk}


def _nothing(_user):
    return {"pk": uuid4()}


def _room_as_hours(user):
    return {**_room(user), "what": "point"}


ROWS = [
    Row("agenda:feed", EVERYBODY, _feed, _no_feed),
    Row("workspace:agenda", STAFF),
    Row("workspace:absence_add", STAFF),
    Row("workspace:absence_add", STAFF, data={"first_on": "2021-07-20", "last_on": "2021-07-21"}),
    Row("workspace:absence_remove", STAFF, _absence, _absence_of_another, data={}),
    Row("workspace:absence_again", STAFF, _days, _no_days, data={}),
    Row("workspace:agenda_address", STAFF, data={}, answers=REFUSED),
    Row("workspace:agenda_address_revoke", STAFF, data={}),
    Row("workspace:workers", ADMIN),
    Row("workspace:worker_hours", ADMIN, _worker, _partner),
    Row("workspace:worker_hours_add", ADMIN, _worker, _partner),
    Row("workspace:point_hours_add", ADMIN, _point, _nothing),
    Row("workspace:room_add", ADMIN, _point, _nothing),
    Row("workspace:room_add", ADMIN, _point, _nothing, data={"name": "Salle C", "start": "2021-07-14"}),
    Row("workspace:hours_end", ADMIN, _hours, _room_as_hours),
    Row("workspace:hours_end", ADMIN, _hours, _room_as_hours, data={"before": "2099-01-05"}),
]
