from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.errors import Refused
from ancrage.messaging.actions.retrying import queue_again
from ancrage.messaging.models import OutgoingMessage


class MessageRefused(Refused):
    """The message is not sent again."""


@transaction.atomic
def send_again(*, message: OutgoingMessage, by: User, at: datetime) -> None:
    """Try once more a message that the mail server kept refusing.

    :raises MessageRefused: when it left meanwhile, or still waits.
    """
    if not queue_again(message=message):
        raise MessageRefused(_("Ce message est déjà parti ou attend encore son tour."))
    record("messaging.message.sent_again", by=by, on=message, at=at)
