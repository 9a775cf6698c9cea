"""An hour in a dossier that one may not see, with its reason; and the dossiers one should not see."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.access import Access
from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.audit.models import AuditEntry
from ancrage.core.clock import HOME_ZONE
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.newcomers.messages import access as messages
from ancrage.newcomers.models import Case, ExceptionalAccess
from ancrage.newcomers.queries.staff import directors_of, privacy_officers

HOURS_OPEN = 1
ATTEMPTS_A_DAY = 5
GRANTED, MISSED = "newcomers.exceptional_access.granted", "newcomers.exceptional_access.missed"


class ExceptionalAccessRefused(Refused):
    """No dossier is opened; the attempt counts and is in the register."""


def open_exceptionally(*, reference: str, reason: str, access: Access, by: User, at: datetime) -> ExceptionalAccess:
    """Open the dossier of that exact number, restricted or not, for an hour; tell who answers for it.

    A number unknown, or out of reach, gets one and the same answer. What is refused is kept too, so the
    refusal comes after the transaction.

    :raises ExceptionalAccessRefused: no such dossier within reach, or too many attempts today.
    """
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        too_many = _attempts_today(by, at) >= ATTEMPTS_A_DAY
        case = None if too_many else _find(reference, access)
        granted = _grant(case, reason, by=by, at=at) if case else None
        if granted is None and not too_many:
            record(MISSED, by=by, on=by, at=at)
    if too_many:
        raise ExceptionalAccessRefused(
            _("Vous avez atteint le nombre de demandes permis aujourd’hui. Appelez votre direction.")
        )
    if granted is None:
        raise ExceptionalAccessRefused(_("Aucun dossier de ce numéro dans votre région."), field="reference")
    return granted


def _find(reference: str, access: Access) -> Case | None:
    wanted = "".join(reference.split()).upper()
    return Case.objects.openable_by(access).select_related("region").filter(reference=wanted).first()


def _attempts_today(by: User, at: datetime) -> int:
    midnight = datetime.combine(local_day(at), time(), HOME_ZONE)
    return AuditEntry.objects.filter(actor=by.actor_ref, at__gte=midnight, verb__in=[GRANTED, MISSED]).count()


def _grant(case: Case, reason: str, *, by: User, at: datetime) -> ExceptionalAccess:
    granted = ExceptionalAccess.objects.create(
        case=case, user=by, reason=reason, granted_at=at, expires_at=at + timedelta(hours=HOURS_OPEN)
    )
    record(GRANTED, by=by, on=granted, at=at, about=[case.pk, case.person_id], region=case.region.code)
    day = local_day(at)
    watchers = {user.pk: user for user in [*directors_of(case.region_id, day), *privacy_officers(day)]}.values()
    told = [user for user in watchers if user != by]
    text = messages.exceptional_access(granted)
    notify(users=told, kind="newcomers.exceptional_access", text=text, path=messages.register_path(case), at=at)
    for user in told:
        messages.send_exceptional_access(granted, to=user, at=at)
    return granted
