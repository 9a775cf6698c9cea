"""What was communicated with each referral that still lives, and the messages that ask for an answer."""

from datetime import timedelta

from ancrage.core.actors import JobActor
from ancrage.demo.actions.drawing import OPENING
from ancrage.demo.actions.referrals import LIVE, Sender
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.queries.package import package_for
from ancrage.referrals import messages
from ancrage.referrals.actions.linking import issue_link
from ancrage.referrals.actions.sending import REMIND_BEFORE, remind
from ancrage.referrals.models import Referral

_FIELDS = ["package", "person_name", "summary", "told_email", "told_language"]


def load_packages(sender: Sender) -> None:
    """Made from the rows themselves, as the page that sends does; so after they are written."""
    filled = []
    for referral, story, need in sender.made:
        if referral.state in LIVE and story.consent:
            package = package_for(story.case, need, story.consent, referral.created_at)
            keys = [line.key for line in package.choices()]
            referral.person_name, referral.package = package.kept(keys)
            referral.summary = package.summary(keys)
            referral.told_email, referral.told_language = package.told_email, package.told_language
            filled.append(referral)
    Referral.objects.bulk_update(filled, _FIELDS, batch_size=500)


def _remind(sender: Sender) -> None:
    """As the job does, on the eve of the opening."""
    at = OPENING - timedelta(days=1)
    for referral, _story, _need in sender.made:
        is_near = referral.expires_at is not None and referral.expires_at <= at + REMIND_BEFORE
        if referral.is_awaiting and referral.created_at < at and is_near:
            remind(referral=referral, by=JobActor("referrals.remind"), at=at)


def load_messages(sender: Sender) -> None:
    """The messages of what awaits an answer, with links that work; they have left already."""
    for referral, _story, _need in sorted(sender.made, key=lambda one: one[0].created_at):
        if referral.is_awaiting:
            link = issue_link(referral, at=referral.created_at)
            messages.referral_received(referral, link, at=referral.created_at)
    _remind(sender)
    for message in OutgoingMessage.objects.order_by("pk"):
        message.state, message.sent_at = "sent", message.created_at
        message.save(update_fields=["state", "sent_at"])
