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
    return encrypt_bytes(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text behind ``token``.

    :raises ValueError: when the token was altered or made under another key.
    """
    return decrypt_bytes(token.encode()).decode()


def encrypt_bytes(content: bytes) -> bytes:
    return _fernet(settings.ANCRAGE_FIELD_KEY).encrypt(content)


def decrypt_bytes(token: bytes) -> bytes:
    """The content behind ``token``.

    :raises ValueError: as ``decrypt`` does.
    """
    try:
        return _fernet(settings.ANCRAGE_FIELD_KEY).decrypt(token)
    except InvalidToken as error:
        raise ValueError("unreadable secret") from error
