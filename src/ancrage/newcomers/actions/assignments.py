from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case, CaseAssignment


def begin_assignment(case: Case, agent: User, at: datetime) -> CaseAssignment:
    """``agent`` follows the dossier from now on. In the caller's transaction."""
    return CaseAssignment.objects.create(case=case, agent=agent, during=DateTimeTZRange(at, None))


def end_assignment(case: Case, at: datetime) -> datetime | None:
    """Nobody follows the dossier any more: gives when the assignment that ends had begun. In the caller's transaction."""
    held = CaseAssignment.objects.filter(case=case, during__upper_inf=True).first()
    if held is None:
        return None
    began: datetime = held.during.lower
    held.during = DateTimeTZRange(began, at)
    held.save(update_fields=["during"])
    return began
