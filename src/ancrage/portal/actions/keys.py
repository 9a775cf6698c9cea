"""Devices that open the space of a person by themselves: a passkey instead of the code and the secret.

Whoever adds one writes the secret: a space left open on a phone gives nobody a key of their own.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.passkeys import add_passkey, remove_passkey
from ancrage.accounts.actions.sign_in import check_limits, note_attempt
from ancrage.accounts.models import Outcome, User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.portal.models import Space
from ancrage.portal.secrets import same, secret_digest


class KeyRefused(Refused):
    """The device is not added."""


def is_the_secret(*, space: Space, secret: str, address: str | None, real: datetime) -> bool:
    """Whether whoever is in the space knows its secret. Real time.

    :raises SignInRefused: after too many wrong tries.
    """
    login = f"mon-plan-secret:{space.pk}"
    check_limits(email=login, address=address, at=real)
    is_right = same(space.secret, secret_digest(space.email, secret))
    if not is_right:
        note_attempt(email=login, address=address, outcome=Outcome.WRONG_SECRET, at=real)
    return is_right


@transaction.atomic
def add_key(*, user: User, name: str, credential: dict[str, Any], at: datetime) -> None:
    """Keep the key that a device just made, and that the library checked.

    :raises KeyRefused: when the access was shut meanwhile.
    """
    space = Space.objects.open().select_for_update(of=("self",)).filter(user=user).first()
    if space is None:
        raise KeyRefused(_("L’accès est coupé."))
    add_passkey(user=user, name=name, credential=credential, at=at)
    record("portal.key.added", by=user, on=space, at=at, about=[space.person_id])


@transaction.atomic
def remove_key(*, user: User, key_id: int, at: datetime) -> None:
    """The device opens the space no more. Doing it twice changes nothing."""
    space = Space.objects.select_for_update(of=("self",)).get(user=user)
    if remove_passkey(user=user, key_id=key_id):
        record("portal.key.removed", by=user, on=space, at=at, about=[space.person_id])
