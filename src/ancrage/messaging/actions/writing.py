from datetime import datetime, timedelta

from django.db.models import Model
from procrastinate.contrib.django import app

from ancrage.messaging.models import OutgoingMessage

DELIVER_JOB = "ancrage.messaging.jobs.deliver_message"


def send_email(
    *, to: str, subject: str, body: str, language: str, at: datetime, about: Model, later: timedelta | None = None
) -> OutgoingMessage:
    """Store a message and queue its sending, in the caller's transaction: both happen, or neither.

    ``subject`` and ``body`` are final texts in ``language`` and hold no personal information.

    :param later: how long after ``at`` it may leave, when the hour is not one that suits.
    """
    message = OutgoingMessage.objects.create(
        to=to,
        subject=subject,
        body=body,
        language=language,
        created_at=at,
        about_type=about._meta.label_lower,
        about_id=str(about.pk),
    )
    wait = {"seconds": int(later.total_seconds())} if later else None
    app.configure_task(DELIVER_JOB, schedule_in=wait).defer(message_id=str(message.pk))
    return message
