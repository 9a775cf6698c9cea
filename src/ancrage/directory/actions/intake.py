from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import Service


class IntakeRefused(Refused):
    """What is said of the intake does not hold together."""


@transaction.atomic
def pause_intake(
    *, service: Service, resumes_on: date | None = None, reason: str = "", by: User, at: datetime
) -> Service:
    """Take no new referral from today, until ``resumes_on`` or until resumed. Those already received are unchanged.

    :raises IntakeRefused: when the resumption is not after today.
    """
    if resumes_on is not None and resumes_on <= local_day(at):
        raise IntakeRefused(_("La reprise est un jour à venir."), field="resumes_on")
    return _set(
        service, "intake_paused", by=by, at=at, paused_on=local_day(at), resumes_on=resumes_on, pause_reason=reason
    )


@transaction.atomic
def resume_intake(*, service: Service, by: User, at: datetime) -> Service:
    """Take referrals again from now on."""
    return _set(service, "intake_resumed", by=by, at=at, paused_on=None, resumes_on=None, pause_reason="")


@transaction.atomic
def set_waiting(*, service: Service, waiting_weeks: int, by: User, at: datetime) -> Service:
    """Say how long people wait now, in weeks; 0 when they do not."""
    return _set(service, "waiting_changed", by=by, at=at, waiting_weeks=waiting_weeks)


def _set(service: Service, verb: str, *, by: User, at: datetime, **values: object) -> Service:
    service = Service.objects.select_for_update(of=("self",)).select_related("organization__region").get(pk=service.pk)
    for name, value in values.items():
        setattr(service, name, value)
    service.modified_at = at
    service.save(update_fields=[*values, "modified_at"])
    publish([service.pk], at=at)
    region = service.organization.region.code
    record(f"directory.service.{verb}", by=by, on=service, at=at, fields=values, region=region)
    return service
