"""Messages are stored with what causes them, sent once, and wait when the server is down."""

from smtplib import SMTPServerDisconnected
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.db import OperationalError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from ancrage.core import now
from ancrage.messaging.actions import deliver, send_email
from ancrage.messaging.actions.delivering import MAX_ATTEMPTS, DeliveryFailed
from ancrage.messaging.actions.writing import DELIVER_JOB
from ancrage.messaging.jobs import deliver_message
from ancrage.messaging.models import MessageState, OutgoingMessage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def written(**fields: Any) -> OutgoingMessage:
    known = {"to": "a@b.example", "subject": "Objet", "body": "Texte", "language": "fr", "at": now()}
    return send_email(**{**known, **fields}, about=UserFactory.create())


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name=DELIVER_JOB).count()


def test_stored_and_queued_together() -> None:
    message = written()
    assert (message.state, message.about_type, jobs()) == (MessageState.QUEUED, "accounts.user", 1)
    assert mail.outbox == []


def test_what_is_undone_sends_nothing() -> None:
    with transaction.atomic():
        written()
        transaction.set_rollback(True)
    assert not OutgoingMessage.objects.exists()
    assert jobs() == 0


def test_the_job_has_the_name_that_is_queued() -> None:
    assert deliver_message.name == DELIVER_JOB


def test_sent_once() -> None:
    message, at = written(), now()
    deliver(message.pk, at=at)
    deliver(message.pk, at=at)
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.attempts) == (MessageState.SENT, at, 1)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Content-Language"] == "fr"


@pytest.mark.parametrize("fault", [ConnectionRefusedError(), SMTPServerDisconnected(), TimeoutError()])
def test_a_server_down_makes_it_wait_then_leave(fault: Exception) -> None:
    message = written()
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=fault), pytest.raises(DeliveryFailed):
        deliver(message.pk, at=now())
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (MessageState.QUEUED, 1, type(fault).__name__)
    deliver(message.pk, at=now())
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (MessageState.SENT, 2, "")


def test_given_up_after_the_last_try() -> None:
    message = written()
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=OSError()):
        for _try in range(MAX_ATTEMPTS - 1):
            with pytest.raises(DeliveryFailed):
                deliver(message.pk, at=now())
        deliver(message.pk, at=now())
    deliver(message.pk, at=now())
    message.refresh_from_db()
    assert (message.state, message.attempts, mail.outbox) == (MessageState.FAILED, MAX_ATTEMPTS, [])


def test_the_queue_tries_again_later_and_ever_later() -> None:
    strategy = deliver_message.retry_strategy
    assert strategy is not None
    job = mock.Mock(attempts=0)
    waits = []
    for attempts in range(MAX_ATTEMPTS - 1):
        job.attempts = attempts
        decision = strategy.get_retry_decision(exception=DeliveryFailed(), job=job)
        assert decision is not None
        waits.append(decision.retry_at)
    assert waits == sorted(waits)


@pytest.mark.parametrize("fault", [DeliveryFailed(), OperationalError()])
def test_a_database_away_is_tried_again_as_a_mail_server_is(fault: Exception) -> None:
    strategy = deliver_message.retry_strategy
    assert strategy is not None
    assert strategy.get_retry_decision(exception=fault, job=mock.Mock(attempts=1)) is not None


def test_a_header_cannot_be_slipped_in_and_the_message_does_not_wait_for_ever() -> None:
    message = written(subject="Objet\nBcc: tous@b.example")
    deliver(message.pk, at=now())
    message.refresh_from_db()
    assert (message.state, mail.outbox) == (MessageState.FAILED, [])
