"""Secrets at rest, under a key kept outside the database (``ANCRAGE_FIELD_KEY``)."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


@cache
def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))


def encrypt(text: str) -> str:
    return _fernet(settings.ANCRAGE_FIELD_KEY).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text behind ``token``.

    :raises ValueError: when the token was altered or made under another key.
    """
    try:
        return _fernet(settings.ANCRAGE_FIELD_KEY).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ValueError("unreadable secret") from error
