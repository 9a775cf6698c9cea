"""How it is safe to reach the person, as they decide."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.newcomers.actions.person import edit_person
from ancrage.newcomers.models import Case
from ancrage.portal.models import Space, WriteHours


@transaction.atomic
def choose_reach(
    *, case: Case, values: Mapping[str, Any], hours: WriteHours, seen: int, by: User, at: datetime
) -> None:
    """Keep the way, and the hours at which messages arrive.

    :raises PersonChanged: as ``edit_person``.
    """
    edit_person(case=case, values=values, seen=seen, by=by, at=at)
    space = Space.objects.select_for_update(of=("self",)).get(person=case.person_id)
    if space.write_hours != hours:
        space.write_hours = hours
        space.save(update_fields=["write_hours"])
        about, fields = [case.pk, case.person_id], ["write_hours"]
        record("portal.space.hours", by=by, on=space, at=at, fields=fields, about=about, region=case.region.code)
