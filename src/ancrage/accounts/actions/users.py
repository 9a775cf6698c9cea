from datetime import date, datetime, timedelta
from typing import Protocol

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ancrage.accounts import messages
from ancrage.accounts.models import Assignment, User, session_salt
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.territory.dated import from_day


class Departure(Protocol):
    def __call__(self, user: User, *, by: Actor, at: datetime) -> None: ...


_departures: list[Departure] = []


class UserRefused(Refused):
    """The account cannot be opened, changed or closed as asked."""


def register_departure(end: Departure) -> None:
    """Have ``end(user, by=…, at=…)`` called when someone leaves, by a context that keeps facts about users."""
    if end not in _departures:
        _departures.append(end)


@transaction.atomic
def invite(*, email: str, full_name: str, language: str, by: Actor, at: datetime) -> User:
    """Open an account and send the link that sets its password.

    :raises UserRefused: for what is no e-mail, or one that already has an account, closed ones included.
    """
    try:
        validate_email(email)
    except ValidationError as error:
        raise UserRefused(_("Écrivez un courriel complet, comme prenom.nom@exemple.ca."), field="email") from error
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, full_name=full_name, language=language, created_at=at)
    except IntegrityError as error:
        raise UserRefused(_("Un compte existe déjà pour ce courriel."), field="email") from error
    record("accounts.user.invited", by=by, on=user, at=at, fields=["email", "full_name", "language"])
    messages.invitation(user, at=at)
    return user


@transaction.atomic
def invite_again(*, user: User, by: Actor, at: datetime) -> None:
    """Send the link again to someone who never used it.

    :raises UserRefused: for a closed account, or one whose owner already signed in.
    """
    if not user.is_active or user.last_login:
        raise UserRefused(_("Cette personne a déjà ouvert sa session, ou son compte est fermé."))
    record("accounts.user.invited_again", by=by, on=user, at=at)
    messages.invitation(user, at=at)


@transaction.atomic
def leave(*, user: User, replaced_by: User | None = None, by: Actor, at: datetime) -> User:
    """Close the account of someone who leaves: nothing stays but their name on what they did.

    :param replaced_by: who is told from now on of what they would have been told.
    :raises UserRefused: for one's own account, or one replaced by itself or by someone who left.
    """
    if by.actor_ref == user.actor_ref:
        raise UserRefused(
            _("On ne ferme pas son propre compte : demandez-le à une autre administratrice ou un autre administrateur.")
        )
    if replaced_by is not None and (replaced_by.pk == user.pk or not replaced_by.is_active):
        raise UserRefused(_("Choisissez une autre personne, dont le compte est ouvert."), field="replaced_by")
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not user.is_active:
        return user
    day = local_day(at)
    _end_assignments(user, day)
    for end in _departures:
        end(user, by=by, at=at)
    _close_doors(user)
    user.is_active, user.left_on, user.replaced_by = False, day, replaced_by
    user.save(update_fields=["is_active", "left_on", "replaced_by", "password", "session_salt"])
    record("accounts.user.left", by=by, on=user, at=at, fields=["is_active", "left_on", "replaced_by"])
    return user


@transaction.atomic
def reset_factors(*, user: User, by: Actor, at: datetime) -> None:
    """Forget a lost second factor: the owner enrols another at the next sign-in, by password alone.

    :raises UserRefused: for one's own account, which would need no second factor to take over.
    """
    if by.actor_ref == user.actor_ref:
        raise UserRefused(_("Pour votre propre compte, retirez la clé ou l’application dans « Mon compte »."))
    Authenticator.objects.filter(user=user).delete()
    user.session_salt = session_salt()
    user.save(update_fields=["session_salt"])
    record("accounts.user.factors_reset", by=by, on=user, at=at)
    messages.factors_reset(user, at=at)


@transaction.atomic
def close_sessions(*, user: User, by: Actor, at: datetime) -> None:
    """Close every session of ``user``; the page that asks keeps its own with ``update_session_auth_hash``."""
    user.session_salt = session_salt()
    user.save(update_fields=["session_salt"])
    record("accounts.user.sessions_closed", by=by, on=user, at=at)


@transaction.atomic
def change_profile(*, user: User, full_name: str, language: str, by: Actor, at: datetime) -> None:
    user.full_name, user.language = full_name, language
    user.save(update_fields=["full_name", "language"])
    record("accounts.user.changed", by=by, on=user, at=at, fields=["full_name", "language"])


@transaction.atomic
def note_password_change(*, user: User, at: datetime) -> None:
    """Leave in the register that ``user`` chose a new password."""
    record("accounts.password.changed", by=user, on=user, at=at)


def _end_assignments(user: User, day: date) -> None:
    for assignment in Assignment.objects.select_for_update(of=("self",)).filter(user=user).order_by("pk"):
        if assignment.ends_before and assignment.ends_before <= day:
            continue
        if assignment.starts_on > day:
            assignment.delete()
            continue
        # One day at least: what began today was held today.
        assignment.during = from_day(assignment.starts_on, max(day, assignment.starts_on + timedelta(days=1)))
        assignment.save(update_fields=["during"])


def _close_doors(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.session_salt = session_salt()
