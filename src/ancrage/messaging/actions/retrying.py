from django.db import transaction
from procrastinate.contrib.django import app

from ancrage.messaging.actions.writing import DELIVER_JOB
from ancrage.messaging.models import MessageState, OutgoingMessage


@transaction.atomic
def queue_again(*, message: OutgoingMessage) -> bool:
    """Queue a message the queue gave up. One that left, or still waits, is left alone: the answer says which."""
    message = OutgoingMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state != MessageState.FAILED:
        return False
    message.state, message.attempts = MessageState.QUEUED, 0
    message.save(update_fields=["state", "attempts"])
    app.configure_task(DELIVER_JOB).defer(message_id=str(message.pk))
    return True
