"""Help, the first day, and what anyone may read of the service."""

from uuid import uuid4

from tests.access.rows import EVERYBODY, STAFF, Row


def _step(_user):
    return {"code": "account"}


def _no_step(_user):
    return {"code": uuid4().hex}


ROWS = [
    Row("workspace:help", STAFF),
    Row("workspace:glossary", STAFF),
    Row("workspace:shortcuts", STAFF),
    Row("workspace:first_day", STAFF),
    Row("workspace:guide_step", STAFF, to=_step, outside=_no_step, data={}),
    Row("workspace:guide_aside", STAFF, data={}),
    Row("workspace:accessibility", EVERYBODY),
    Row("workspace:privacy", EVERYBODY),
]
