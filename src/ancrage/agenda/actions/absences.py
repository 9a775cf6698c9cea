from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.agenda.models import Absence
from ancrage.audit.actions import record
from ancrage.core import Refused


class AbsenceRefused(Refused):
    """The absence cannot be so."""


@transaction.atomic
def declare_absence(
    *, worker: User, start: datetime, end: datetime, replaced_by: User | None = None, by: User, at: datetime
) -> Absence:
    """Nothing is offered from ``start`` to ``end``. Appointments already planned stay: they are to be moved.

    :param replaced_by: who is told meanwhile of what ``worker`` would be told.
    :raises AbsenceRefused: when it ends before it starts, or another one is declared then.
    """
    if end <= start:
        raise AbsenceRefused(_("Une absence a un début et une fin qui le suit."), field="last_on")
    absence = Absence(worker=worker, during=DateTimeTZRange(start, end), replaced_by=replaced_by)
    try:
        absence.full_clean()
        with transaction.atomic():
            absence.save()
    except ValidationError as error:
        raise AbsenceRefused(" ".join(error.messages), field="first_on") from error
    except IntegrityError as error:
        raise AbsenceRefused(_("Une autre absence est déjà inscrite à ces dates."), field="first_on") from error
    record("agenda.absence.declared", by=by, on=absence, at=at, fields=["during", "replaced_by"])
    return absence


@transaction.atomic
def remove_absence(*, absence: Absence, by: User, at: datetime) -> None:
    record("agenda.absence.removed", by=by, on=absence, at=at)
    absence.delete()
