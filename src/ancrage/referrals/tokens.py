"""The address of an answer link: its id, signed under a key of its own and dated by the signature."""

from datetime import timedelta
from uuid import UUID

from django.core import signing

from ancrage.referrals.models import AnswerLink

_SALT = "ancrage.referrals.answer"
_COOKIE_SALT = "ancrage.referrals.browser"
# No link lives longer than this, whatever its row says.
_LONGEST = timedelta(days=120)


class AlteredToken(Exception):
    """Not an address we made, or one far too old."""


def token_of(link: AnswerLink) -> str:
    return signing.TimestampSigner(salt=_SALT).sign(link.pk.hex)


def link_id(token: str) -> UUID:
    """The id behind ``token``.

    :raises AlteredToken: when the signature does not hold.
    """
    try:
        return UUID(signing.TimestampSigner(salt=_SALT).unsign(token, max_age=_LONGEST))
    except (signing.BadSignature, ValueError) as error:
        raise AlteredToken from error


def sign_browser(browser_id: UUID) -> str:
    """The cookie of a browser that asked for a code."""
    return signing.Signer(salt=_COOKIE_SALT).sign(browser_id.hex)


def browser_id(cookie: str) -> UUID | None:
    try:
        return UUID(signing.Signer(salt=_COOKIE_SALT).unsign(cookie))
    except (signing.BadSignature, ValueError):
        return None
