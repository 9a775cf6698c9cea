"""Anyone says that something is wrong in a record; whoever keeps it answers."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.actors import FormActor
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.core.networks import network_of
from ancrage.directory.messages import report_answered, report_received
from ancrage.directory.models import ErrorReport, Organization, Service
from ancrage.directory.queries.records import keepers_of
from ancrage.messaging.actions import forget_about

A_DAY: Final = 10
"""From one place."""
KEPT: Final = timedelta(days=365)
_VISITOR: Final = FormActor("report")


class ReportRefused(Refused):
    """The report is not received, or not settled."""


@transaction.atomic
def receive_report(
    *,
    report_id: UUID,
    organization: Organization,
    service: Service | None,
    message: str,
    email: str,
    address: str | None,
    at: datetime,
) -> ErrorReport:
    """Keep what a visitor says.

    :param report_id: given with the form: sent twice, it is one report.
    :raises ReportRefused: when too many came from ``address`` today.
    """
    if (already := ErrorReport.objects.filter(pk=report_id).first()) is not None:
        return already
    sender = salted_hmac(
        "ancrage.directory.report", f"{local_day(at)} {network_of(address)}", algorithm="sha256"
    ).hexdigest()
    if ErrorReport.objects.filter(sender=sender).count() >= A_DAY:
        raise ReportRefused(_("Trop de signalements sont partis d’ici aujourd’hui. Essayez demain."))
    made = ErrorReport.objects.create(
        pk=report_id,
        organization=organization,
        service=service,
        message=message,
        email=email,
        sender=sender,
        received_at=at,
    )
    record("directory.report.received", by=_VISITOR, on=made, at=at, region=organization.region.code)
    report_received(keepers_of(organization.region_id, local_day(at)), at=at)
    return made


@transaction.atomic
def close_report(*, report: ErrorReport, answer: str, by: User, at: datetime) -> ErrorReport:
    """Settle it; whoever left an e-mail receives the answer, if there is one.

    :raises ReportRefused: when someone settled it already.
    """
    found = ErrorReport.objects.select_for_update(of=("self",)).select_related("organization__region").get(pk=report.pk)
    if found.closed_at is not None:
        raise ReportRefused(_("Ce signalement est déjà réglé."))
    found.answer, found.closed_at, found.closed_by = answer, at, by
    if answer and found.email:
        report_answered(found, at=at)
    found.email = ""
    found.save(update_fields=["answer", "closed_at", "closed_by", "email"])
    record("directory.report.closed", by=by, on=found, at=at, fields=["answer"], region=found.organization.region.code)
    return found


@transaction.atomic
def reopen_report(*, report: ErrorReport, by: User, at: datetime) -> None:
    """Bring back to the list what was settled by mistake."""
    report.closed_at, report.closed_by = None, None
    report.save(update_fields=["closed_at", "closed_by"])
    record("directory.report.reopened", by=by, on=report, at=at)


@transaction.atomic
def forget_reports(*, at: datetime) -> int:
    """Delete those settled a year ago. Returns how many."""
    over = ErrorReport.objects.filter(closed_at__lt=at - KEPT).order_by("pk")
    for one in over:
        forget_about(one)
    return over.delete()[0]
