"""The address of a verification link: its id, signed under a key of its own and dated by the signature."""

from datetime import timedelta
from uuid import UUID

from django.core import signing

from ancrage.directory.models import VerificationLink

_SALT = "ancrage.directory.verification"
_LONGEST = timedelta(days=120)


def token_of(link: VerificationLink) -> str:
    return signing.TimestampSigner(salt=_SALT).sign(link.pk.hex)


def link_of(token: str) -> VerificationLink | None:
    """None when the address was altered, never ours, or far too old."""
    try:
        pk = UUID(signing.TimestampSigner(salt=_SALT).unsign(token, max_age=_LONGEST))
    except (signing.BadSignature, ValueError):
        return None
    return (
        VerificationLink.objects.select_related("organization__region", "organization__municipality")
        .filter(pk=pk)
        .first()
    )
