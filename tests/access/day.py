"""Where work begins, and what watches over it."""

from uuid import uuid4

from ancrage.core import now
from ancrage.messaging.models import MessageState, OutgoingMessage
from tests.access.rows import SIGNED_IN, Row, only

STAFF = only("integration_agent", "regional_adviser", "recruitment_adviser", "director")


def _failed(_user):
    message = OutgoingMessage.objects.create(
        to="organisme@partenaires.example", subject="Aiguillage", body="", language="fr", created_at=now(),
        about_type="x", about_id="x", state=MessageState.FAILED,
    )  # fmt: skip
    return {"message_id": message.pk}


def _nothing(_user):
    return {"message_id": uuid4()}


ROWS = [
    Row("workspace:home", SIGNED_IN, answers=frozenset({302})),
    Row("workspace:day", STAFF),
    Row("workspace:register", only("privacy_officer")),
    Row("workspace:messages", only("system_administrator")),
    Row("workspace:message_again", only("system_administrator"), _failed, _nothing, data={}),
]
