"""Help, the first day, and what anyone may read of the service."""

from uuid import uuid4

from tests.access.rows import EVERYBODY, SIGNED_IN, Row


def _step(_user):
    return {"code": "account"}


def _no_step(_user):
    return {"code": uuid4().hex}


ROWS = [
    Row("workspace:help", SIGNED_IN),
    Row("workspace:glossary", SIGNED_IN),
    Row("workspace:shortcuts", SIGNED_IN),
    Row("workspace:first_day", SIGNED_IN),
    Row("workspace:guide_step", SIGNED_IN, to=_step, outside=_no_step, data={}),
    Row("workspace:guide_aside", SIGNED_IN, data={}),
    Row("workspace:accessibility", EVERYBODY),
    Row("workspace:privacy", EVERYBODY),
]
