"""The door of the spaces: a code sent by e-mail and the personal secret, both asked; or the passkey of a device.

Whether an address is known or not, the same statements run, the same page answers, and the message leaves by the queue
after the answer. Real time.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from ancrage.accounts.actions.sign_in import check_limits, note_attempt
from ancrage.accounts.models import Outcome, User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.newcomers.models import ContactWay
from ancrage.portal import messages
from ancrage.portal.models import SignInCode, Space
from ancrage.portal.secrets import digest, make_code, same, secret_digest

SEND_JOB: Final = "ancrage.portal.jobs.send_sign_in_code"
LASTS: Final = timedelta(minutes=15)
KEPT: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
MOST_TO_ONE: Final = 6
MOST_FROM_ONE: Final = 60
"""Codes asked in an hour, for one address and from one place: a whole classroom may sign in at once."""


class TooManyCodes(Refused):
    pass


@transaction.atomic
def ask_code(*, email: str, language: str, address: str | None, at: datetime) -> SignInCode:
    """Have a code sent to ``email`` if a space is to be opened from it; nothing in the answer says so.

    :raises TooManyCodes: from one place, or for one address, known or not.
    """
    email = email.strip().lower()
    asker, origin = digest("asker", email), digest("origin", address) if address else ""
    recent = SignInCode.objects.filter(asked_at__gt=at - _HOUR)
    to_one = recent.filter(asker=asker).count()
    from_one = recent.filter(origin=origin).count() if origin else 0
    if to_one >= MOST_TO_ONE or from_one >= MOST_FROM_ONE:
        raise TooManyCodes(_("Trop de codes ont été demandés. Attendez une heure."))
    asked = SignInCode.objects.create(
        email=email, asker=asker, origin=origin, language=language, asked_at=at, expires_at=at + LASTS
    )
    app.configure_task(SEND_JOB).defer(code_id=str(asked.pk))
    return asked


@transaction.atomic
def send_code(*, code_id: UUID, real: datetime, at: datetime) -> None:
    """Send the code asked for, once, if the address opens a space.

    :param real: real time, for the code; ``at`` is that of the business, for the message.
    """
    asked = SignInCode.objects.select_for_update(of=("self",)).usable(real).filter(pk=code_id, code="").first()
    if asked is None or not _opens_a_space(asked.email):
        return
    code = make_code()
    asked.code = digest(f"sign_in.{asked.pk}", code)
    asked.save(update_fields=["code"])
    messages.code_sent(asked, code, at=at)


def sign_in(
    *, code_id: UUID, code: str, secret: str, address: str | None, real: datetime, at: datetime
) -> Space | None:
    """The space that this code and this secret open together; ``None`` when one is wrong: nothing says which.

    :raises SignInRefused: after too many wrong tries, for this address or from one place.
    """
    asked = SignInCode.objects.filter(pk=code_id).first()
    login = f"mon-plan:{asked.email if asked else ''}"
    check_limits(email=login, address=address, at=real)
    # Made in any case: how long it takes says nothing.
    kept = secret_digest(asked.email if asked else "", secret)
    with transaction.atomic():
        space = _opened(code_id, code, kept, real)
        note_attempt(
            email=login, address=address, outcome=Outcome.SIGNED_IN if space else Outcome.WRONG_SECRET, at=real
        )
        if space:
            record("portal.session.opened", by=space.user, on=space, at=at, about=[space.person_id], address=address)
    return space


@transaction.atomic
def enter_by_key(*, user: User, address: str | None, real: datetime, at: datetime) -> Space | None:
    """The space of whoever holds a passkey that the library checked; ``None`` once it is shut."""
    space = Space.objects.open().select_related("user").filter(user=user, user__is_active=True).first()
    if space is None:
        return None
    note_attempt(email=f"mon-plan:{space.email}", address=address, outcome=Outcome.SIGNED_IN, at=real)
    record("portal.session.opened", by=space.user, on=space, at=at, about=[space.person_id], address=address)
    return space


@transaction.atomic
def forget_codes(*, real: datetime) -> int:
    """Delete what was asked more than a day ago. Returns how many."""
    deleted, _kinds = SignInCode.objects.filter(asked_at__lt=real - KEPT).delete()
    return deleted


def _opened(code_id: UUID, code: str, kept: str, real: datetime) -> Space | None:
    asked = SignInCode.objects.select_for_update(of=("self",)).usable(real).filter(pk=code_id).first()
    if asked is None:
        return None
    space = Space.objects.open().select_related("user").filter(email=asked.email, secret=kept).first()
    if space is None or not asked.code or not same(asked.code, digest(f"sign_in.{asked.pk}", code)):
        asked.tries += 1
        asked.save(update_fields=["tries"])
        return None
    asked.used_at = real
    asked.save(update_fields=["used_at"])
    return space


def _opens_a_space(email: str) -> bool:
    """Whether someone's codes go to ``email``, and their dossier does not say that it is not to be written to."""
    unsafe = Q(own=F("email")) & (Q(person__may_write=False) | Q(person__contact_way=ContactWay.IN_PERSON))
    spaces = Space.objects.open().filter(email=email).annotate(own=Lower("person__email"))
    return spaces.exclude(unsafe).exists()
