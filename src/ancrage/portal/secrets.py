"""What is told once, and what is kept of it."""

import hashlib
import secrets
import unicodedata
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

# Read aloud, written on paper: no letter that looks like another.
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_KEY_LENGTH: Final = 20
_COST: Final = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}


def make_key() -> str:
    """What an address of invitation ends with: a hundred bits, typed from paper if need be."""
    return "".join(secrets.choice(_LETTERS) for _letter in range(_KEY_LENGTH))


def make_code() -> str:
    """Six figures."""
    return f"{secrets.randbelow(10**6):06}"


def digest(kind: str, told: str) -> str:
    """What is kept of a key or a code. Spaces, dashes and case do not count: people type it."""
    plain = "".join(told.split()).replace("-", "").upper()
    return salted_hmac(f"ancrage.portal.{kind}", plain, algorithm="sha256").hexdigest()


def secret_digest(email: str, secret: str) -> str:
    """What is kept of a personal secret: slow to make, once, however many spaces the address has.

    An accent or an Arabic letter may be typed as one sign or as two: both are the same secret.
    """
    salt = hashlib.sha256(b"ancrage.portal.secret:" + email.strip().lower().encode()).digest()
    return hashlib.scrypt(unicodedata.normalize("NFKC", secret.strip()).encode(), salt=salt, **_COST).hex()


def same(one: str, other: str) -> bool:
    return constant_time_compare(one, other)
