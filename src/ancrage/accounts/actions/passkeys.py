"""Passkeys that open an account alone. The sign-in library makes and checks them; here they are kept and dropped."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from ancrage.accounts.models import User


@transaction.atomic
def add_passkey(*, user: User, name: str, credential: dict[str, Any], at: datetime) -> Authenticator:
    """Keep one already checked; no rescue code comes with it. The caller leaves the entry."""
    added: Authenticator = WebAuthn.add(user, name, credential).instance
    added.created_at = at
    added.save(update_fields=["created_at"])
    return added


@transaction.atomic
def remove_passkey(*, user: User, key_id: int) -> bool:
    """It opens nothing any more; False when it was gone already. The caller leaves the entry."""
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN, pk=key_id)
    deleted, _by_model = held.delete()
    return bool(deleted)
