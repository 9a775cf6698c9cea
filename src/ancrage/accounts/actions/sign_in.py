"""Tries at signing in: each is logged, and too many close the door for a while. Real time."""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ancrage.accounts.models import Digest, Notification, Outcome, SignInAttempt, Submission, User
from ancrage.core.errors import Refused

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=365)
SUBMISSIONS_KEPT = timedelta(days=1)
BY_LOGIN = 5
# A whole office may share one address.
BY_ADDRESS = 30


class SignInRefused(Refused):
    """Too many tries from here, or for this account."""


def fingerprint(email: str) -> str:
    """What an e-mail is known by in the log: the same for the same one, and not readable."""
    return salted_hmac("ancrage.accounts.login", email.strip().lower(), algorithm="sha256").hexdigest()


def check_limits(*, email: str, address: str | None, at: datetime) -> None:
    """Refuse a further try, right or wrong, after too many wrong ones.

    :raises SignInRefused: five for one account or thirty from one address in fifteen minutes.
    """
    recent = SignInAttempt.objects.failed_since(at - WINDOW)
    by_login = recent.filter(login=fingerprint(email)).count()
    by_address = recent.filter(address=address).count() if address else 0
    if by_login >= BY_LOGIN or by_address >= BY_ADDRESS:
        note_attempt(email=email, address=address, outcome=Outcome.LIMITED, at=at)
        raise SignInRefused(_("Trop d’essais. Attendez 15 minutes : d’ici là, même le bon mot de passe est refusé."))


def note_attempt(*, email: str, address: str | None, outcome: Outcome, at: datetime) -> SignInAttempt:
    """Log one try; the user is named when the e-mail is that of an account."""
    user = User.objects.filter(email=email.strip().lower()).first()
    return SignInAttempt.objects.create(at=at, user=user, login=fingerprint(email), address=address, outcome=outcome)


def forget_old(*, at: datetime) -> int:
    """Delete tries at signing in, notifications and digests after a year, forms sent after a day. Returns how many rows went."""
    tries, _by_model = SignInAttempt.objects.filter(at__lt=at - KEPT).delete()
    notices, _by_model = Notification.objects.filter(created_at__lt=at - KEPT).delete()
    digests, _by_model = Digest.objects.filter(sent_at__lt=at - KEPT).delete()
    forms, _by_model = Submission.objects.filter(at__lt=at - SUBMISSIONS_KEPT).delete()
    return tries + notices + digests + forms
