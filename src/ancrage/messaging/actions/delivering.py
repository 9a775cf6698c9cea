from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from ancrage.messaging.holding import still_holds
from ancrage.messaging.models import MessageState, OutgoingMessage

MAX_ATTEMPTS = 12


class DeliveryFailed(Exception):
    """The mail server did not take the message; the queue tries again later."""


def deliver(message_id: UUID, *, at: datetime) -> None:
    """Hand one message to the mail server; a message already sent or given up is left alone.

    One that no longer holds, as that of an appointment cancelled since, is withdrawn.
    The row stays locked while the server answers, so that two workers never send it twice.

    :raises DeliveryFailed: while attempts remain.
    """
    with transaction.atomic():
        message = OutgoingMessage.objects.select_for_update(of=("self",)).get(pk=message_id)
        if message.state != MessageState.QUEUED:
            return
        if not still_holds(message.about_type, message.about_id, at):
            message.state = MessageState.WITHDRAWN
            message.save(update_fields=["state"])
            return
        message.attempts += 1
        error = _hand_over(message)
        if error is None:
            message.state, message.sent_at, message.last_error = MessageState.SENT, at, ""
        else:
            message.last_error = type(error).__name__
            if message.attempts >= MAX_ATTEMPTS or isinstance(error, ValueError):
                message.state = MessageState.FAILED
        message.save(update_fields=["attempts", "state", "sent_at", "last_error"])
    if message.state == MessageState.QUEUED:
        raise DeliveryFailed(message.last_error)


def _hand_over(message: OutgoingMessage) -> Exception | None:
    """Why the message did not leave: a server that refuses, or (``ValueError``) a text no server would take."""
    try:
        EmailMessage(
            message.subject, message.body, to=[message.to], headers={"Content-Language": message.language}
        ).send()
    except (SMTPException, OSError, ValueError) as error:
        return error
    return None
