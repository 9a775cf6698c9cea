from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.newcomers.models import Case, CaseAppointment
from ancrage.portal.models import Satisfaction


class SatisfactionRefused(Refused):
    """The answer is not kept."""


@transaction.atomic
def answer_question(
    *, case: Case, tie: CaseAppointment | None, score: int, comment: str, by: User, at: datetime
) -> Satisfaction:
    """Keep what the person says of an appointment, or of the whole (``tie`` is None).

    :raises SatisfactionRefused: when it is said already.
    """
    row = Satisfaction(case=case, tie=tie, score=score, comment=comment, answered_at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise SatisfactionRefused(_("La réponse est déjà donnée.")) from error
    record("portal.satisfaction.given", by=by, on=row, at=at, about=[case.pk, case.person_id], region=case.region.code)
    return row
