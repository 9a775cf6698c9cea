"""An agent invites the person of a dossier to their space, and shuts it at once when need be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.spaces import set_open
from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.newcomers.models import Case, CaseState
from ancrage.portal import messages
from ancrage.portal.models import InvitationWay, Space, SpaceInvitation
from ancrage.portal.secrets import digest, make_code, make_key

LASTS: Final = timedelta(days=7)


class InvitationRefused(Refused):
    """The invitation is not made, or the access not changed."""


@dataclass(frozen=True)
class Told:
    """What is shown once to whoever invites: the code to tell, and for paper the address to print."""

    invitation: SpaceInvitation
    code: str
    link: str


@transaction.atomic
def invite(*, case: Case, way: InvitationWay, language: str, by: User, at: datetime) -> Told:
    """Invite the person of ``case``; an earlier invitation no longer serves.

    :param language: that of the message, beside French.
    :raises InvitationRefused: on a closed dossier, for a space that is shut, or by e-mail to someone who is not to be
        written to.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("person", "region").get(pk=case.pk)
    if case.state == CaseState.CLOSED:
        raise InvitationRefused(_("Ce dossier est fermé : rouvrez-le pour inviter la personne."))
    if Space.objects.filter(person=case.person).exclude(closed_at=None).exists():
        raise InvitationRefused(_("L’accès est coupé : rétablissez-le avant d’inviter de nouveau."))
    if way == InvitationWay.EMAIL and not case.person.may_be_emailed:
        raise InvitationRefused(
            _("Cette personne n’est pas à joindre par courriel : remettez l’invitation sur papier.")
        )
    _withdraw(case, at)
    key, code = make_key(), make_code()
    invitation = SpaceInvitation.objects.create(
        person=case.person,
        way=way,
        email=case.person.email.lower() if way == InvitationWay.EMAIL else "",
        key=digest("key", key),
        code=digest("code", code),
        made_at=at,
        made_by=by,
        expires_at=at + LASTS,
    )
    _record("portal.space.invited", invitation, case, by=by, at=at)
    if way == InvitationWay.EMAIL:
        messages.invited(invitation, key, language=language, at=at)
        return Told(invitation, code, "")
    return Told(invitation, code, messages.activation_link(key, language))


@transaction.atomic
def withdraw_invitation(*, case: Case, by: User, at: datetime) -> None:
    """The invitation no longer serves. Doing it twice changes nothing."""
    for invitation in _withdraw(case, at):
        _record("portal.space.invitation_withdrawn", invitation, case, by=by, at=at)


@transaction.atomic
def close_space(*, case: Case, by: User, at: datetime) -> None:
    """Shut the access now: sessions end at their next request, and no invitation or code serves."""
    _withdraw(case, at)
    _switch(case, at, "portal.space.closed", by=by, at=at)


@transaction.atomic
def reopen_space(*, case: Case, by: User, at: datetime) -> None:
    """Undo ``close_space``: the person signs in again, with the same secret."""
    _switch(case, None, "portal.space.reopened", by=by, at=at)


def _switch(case: Case, closed_at: datetime | None, verb: str, *, by: User, at: datetime) -> None:
    held = Space.objects.select_for_update(of=("self",)).select_related("user").filter(person=case.person_id)
    for space in held.order_by("pk"):
        if (space.closed_at is None) == (closed_at is None):
            continue
        space.closed_at = closed_at
        space.save(update_fields=["closed_at"])
        set_open(user=space.user, is_open=closed_at is None)
        _record(verb, space, case, by=by, at=at)


def _withdraw(case: Case, at: datetime) -> list[SpaceInvitation]:
    waiting = list(SpaceInvitation.objects.select_for_update(of=("self",)).waiting().filter(person=case.person_id))
    SpaceInvitation.objects.filter(pk__in=[one.pk for one in waiting]).update(withdrawn_at=at)
    return waiting


def _record(verb: str, on: Space | SpaceInvitation, case: Case, *, by: User, at: datetime) -> None:
    record(verb, by=by, on=on, at=at, about=[case.pk, case.person_id], region=case.region.code)
