"""Toasts: what was just done, with a button to undo it."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse

from ancrage.core.encryption import decrypt, encrypt

_UNDO: Final = "undo:"


def toast(request: HttpRequest, text: str, undo_url: str | None = None) -> None:
    """Say on the next page that something is done. ``undo_url`` becomes a button that POSTs there."""
    messages.success(request, text, extra_tags=f"{_UNDO}{undo_url}" if undo_url else "")


def warn(request: HttpRequest, text: str) -> None:
    """Say on the next page that something was not done, as a notice and not as a toast."""
    messages.warning(request, text)


def undo_url(message: Message) -> str:
    tags = message.extra_tags or ""
    return tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""


class SealedCookieStorage(CookieStorage):
    """Messages travel in a cookie (no write on a GET), encrypted since they may name a person."""

    def _update_cookie(self, encoded_data: str | None, response: HttpResponse) -> None:
        sealed = encrypt(encoded_data) if encoded_data else encoded_data
        super()._update_cookie(sealed, response)  # type: ignore[misc] # private to Django, tried by a test

    def _decode(self, data: str | None) -> list[Any] | None:
        try:
            decoded: list[Any] | None = super()._decode(decrypt(data) if data else data)  # type: ignore[misc] # as above
        except ValueError:
            self.used = True
            return None
        return decoded
