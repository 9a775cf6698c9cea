from typing import TYPE_CHECKING, Any

from django.db import models

from ancrage.core.encryption import decrypt, encrypt
from ancrage.core.ids import uuid7

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.backends.base.base import BaseDatabaseWrapper


def uuid7_key() -> "models.UUIDField[UUID, UUID]":
    """The primary key of every model: never guessable in an address, ordered in an index."""
    return models.UUIDField(primary_key=True, default=uuid7, editable=False)


class EncryptedTextField(models.TextField[str, str]):
    """Text encrypted in the database. It cannot be searched or sorted there."""

    def from_db_value(self, value: str | None, expression: Any, connection: "BaseDatabaseWrapper") -> str | None:  # noqa: ANN401, ARG002 - Django's signature
        return decrypt(value) if value else value

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        return encrypt(value) if value else value
