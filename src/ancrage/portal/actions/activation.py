"""Someone invited chooses their secret: their space opens."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.spaces import open_account, set_open
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.newcomers.models import Person
from ancrage.portal.models import Space, SpaceInvitation
from ancrage.portal.secrets import digest, same, secret_digest

ROLE: Final = "newcomer"


class ActivationRefused(Refused):
    """The space does not open so; the invitation still serves."""


def activate(*, key: str, code: str, email: str, secret: str, at: datetime) -> Space | None:
    """Open the space of whoever was invited, or open it again with another secret.

    ``None`` when the code is wrong, or the invitation no longer serves: nothing says which. A secret that someone else
    has at that address counts as a wrong code: an invitation is not a way to look for theirs.

    :param email: where codes will go, when the invitation was given on paper.
    :raises ActivationRefused: for an address that the dossier says is not safe, or a secret that does not do.
    """
    with transaction.atomic():
        opened = _tried(key=key, code=code, email=email, secret=secret, at=at)
    if isinstance(opened, ActivationRefused):
        raise opened
    return opened


def _tried(*, key: str, code: str, email: str, secret: str, at: datetime) -> Space | ActivationRefused | None:
    """A refusal that must be counted is returned: raised, it would undo the count."""
    found = SpaceInvitation.objects.select_for_update(of=("self",)).usable(at).filter(key=digest("key", key)).first()
    if found is None:
        return None
    if not same(found.code, digest("code", code)):
        _count(found)
        return None
    person = Person.objects.select_for_update(of=("self",)).get(pk=found.person_id)
    address = found.email or email.strip().lower()
    if not found.email and address == person.email.lower() and not person.may_be_emailed:
        raise ActivationRefused(_("Cette adresse n’est pas sûre pour vous. Écrivez-en une autre."), field="email")
    try:
        with transaction.atomic():
            space = _opened(person, address, secret_digest(address, secret), at)
    except IntegrityError:
        _count(found)
        return ActivationRefused(_("Ce secret ne convient pas. Choisissez-en un autre."), field="secret")
    found.used_at = at
    found.save(update_fields=["used_at"])
    record("portal.space.activated", by=space.user, on=space, at=at, about=[person.pk])
    return space


def _count(invitation: SpaceInvitation) -> None:
    invitation.tries += 1
    invitation.save(update_fields=["tries"])


def _opened(person: Person, email: str, secret: str, at: datetime) -> Space:
    """:raises IntegrityError: when the secret is that of another space of the address."""
    values = {"email": email, "secret": secret, "activated_at": at}
    space = Space.objects.select_for_update(of=("self",)).select_related("user").filter(person=person).first()
    if space is None:
        user = open_account(role=ROLE, name=_("Personne accompagnée"), by=_Invited(), at=at)
        space = Space(person=person, user=user)
    else:
        # Whoever was signed in with the former secret is no longer.
        set_open(user=space.user, is_open=True)
    for name, value in values.items():
        setattr(space, name, value)
    space.save()
    return space


class _Invited:
    """Whoever holds an invitation: the account does not exist yet."""

    actor_ref = "form:invitation"
