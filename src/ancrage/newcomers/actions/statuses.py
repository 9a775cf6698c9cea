from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.directory.models import StatusCategory
from ancrage.newcomers.models import Case, DocumentKind, ImmigrationStatus


class StatusRefused(Refused):
    """The statuses stay as they are."""


@transaction.atomic
def add_status(
    *,
    case: Case,
    category: StatusCategory,
    program: str,
    document: DocumentKind,
    document_number: str,
    valid_from: date,
    valid_to: date | None,
    by: Actor,
    at: datetime,
) -> ImmigrationStatus:
    """Add a status to the history of the person of ``case``. Several may hold at once, as in life.

    :raises StatusRefused: when it ends before it starts, or starts before birth.
    """
    _check_days(valid_from, valid_to)
    if case.person.birth_on and valid_from < case.person.birth_on:
        raise StatusRefused(_("Le statut commence avant la naissance."), field="valid_from")
    status = ImmigrationStatus.objects.create(
        person=case.person,
        category=category,
        program=program,
        document=document,
        document_number=document_number,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    fields = ["category", "program", "document", "document_number", "valid_from", "valid_to"]
    _record("newcomers.status.added", case, status, fields, by=by, at=at)
    return status


@transaction.atomic
def end_status(*, case: Case, status: ImmigrationStatus, on: date, by: Actor, at: datetime) -> ImmigrationStatus:
    """Set the last day on which ``status`` holds; it stays in the history.

    :raises StatusRefused: before its start, after the end already known, or for a status already over.
    """
    status = ImmigrationStatus.objects.select_for_update(of=("self",)).get(pk=status.pk, person=case.person)
    if status.valid_to is not None and status.valid_to < local_day(at):
        raise StatusRefused(_("Ce statut est déjà terminé."))
    if status.valid_to is not None and on > status.valid_to:
        raise StatusRefused(_("Ce statut se termine déjà plus tôt."), field="on")
    if on < status.valid_from:
        raise StatusRefused(_("La fin du statut précède son début."), field="on")
    status.valid_to = on
    status.save(update_fields=["valid_to"])
    _record("newcomers.status.ended", case, status, ["valid_to"], by=by, at=at)
    return status


def _check_days(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise StatusRefused(_("La fin du permis précède son début."), field="valid_to")


def _record(verb: str, case: Case, status: ImmigrationStatus, fields: list[str], *, by: Actor, at: datetime) -> None:
    record(verb, by=by, on=status, at=at, fields=fields, about=[case.pk, case.person_id], region=case.region.code)
