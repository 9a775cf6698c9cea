from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.errors import Refused
from ancrage.employers.enums import Channel
from ancrage.employers.models import Employer, Intervention, InterventionType


class InterventionRefused(Refused):
    """The intervention is not entered, struck out or put back."""


@transaction.atomic
def note_intervention(
    *,
    employer: Employer,
    type: InterventionType,  # noqa: A002 - the field's name
    happened_at: datetime,
    channel: str,
    summary: str,
    text: str,
    is_personal: bool,
    by: User,
    at: datetime,
) -> Intervention:
    """Enter what was done with an employer.

    :param is_personal: whether it is accompaniment of its own, which counts in the outcomes.
    :raises InterventionRefused: for a moment to come, or a group session said to be its own.
    """
    if happened_at > at:
        raise InterventionRefused(_("Ce moment est à venir."), field="day")
    if channel == Channel.GROUP and is_personal:
        raise InterventionRefused(
            _("Une séance de groupe ne compte pas comme un accompagnement personnalisé."), field="is_personal"
        )
    found = Intervention.objects.create(
        employer=employer,
        type=type,
        at=happened_at,
        by=by,
        channel=channel,
        summary=summary,
        text=text,
        is_personal=is_personal,
    )
    _touched(employer, at)
    record("employers.intervention.noted", by=by, on=found, at=at, about=[employer.pk], region=employer.region.code)
    return found


@transaction.atomic
def strike_intervention(*, intervention: Intervention, by: User, at: datetime) -> None:
    """Take out one entered by mistake: it counts no more, and stays in the history.

    :raises InterventionRefused: when it is someone else's.
    """
    _set_struck(intervention, at, "employers.intervention.struck", by=by, at=at)


@transaction.atomic
def restore_intervention(*, intervention: Intervention, by: User, at: datetime) -> None:
    """Undo ``strike_intervention``.

    :raises InterventionRefused: when it is someone else's.
    """
    _set_struck(intervention, None, "employers.intervention.restored", by=by, at=at)


def _set_struck(row: Intervention, struck_at: datetime | None, verb: str, *, by: User, at: datetime) -> None:
    if row.by_id != by.pk:
        raise InterventionRefused(_("Une intervention est annulée ou rétablie par la personne qui l’a notée."))
    row.struck_at = struck_at
    row.save(update_fields=["struck_at"])
    employer = row.employer
    _touched(employer, at)
    record(verb, by=by, on=row, at=at, about=[employer.pk], region=employer.region.code)


def _touched(employer: Employer, at: datetime) -> None:
    Employer.objects.filter(pk=employer.pk).update(changed_at=at)
