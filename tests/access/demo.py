"""The demo's own pages: open to whoever sits at this machine, over a database that bears its mark."""

from ancrage.demo.models import World
from ancrage.messaging.models import OutgoingMessage
from tests.access.rows import EVERYBODY, Row
from tests.factories.newcomers import MOMENT


def _world(_user):
    World.objects.get_or_create(defaults={"loaded_at": MOMENT, "offset_days": 0, "seed": 1})
    return {}


def _message(user):
    _world(user)
    row = OutgoingMessage.objects.create(
        to="aiguillages@aibsl.example",
        subject="Aiguillage",
        body="http://localhost:8000/",
        language="fr",
        created_at=MOMENT,
    )
    return {"message_id": row.pk}


ROWS = [
    Row("demo:door", EVERYBODY, _world),
    Row("demo:enter", EVERYBODY, _world, answers=frozenset({302})),
    Row("demo:outbox", EVERYBODY, _world),
    Row("demo:message", EVERYBODY, _message),
]
