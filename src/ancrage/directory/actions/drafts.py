"""What is typed of a record and not saved yet is kept, and forgotten once saved or a month old."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from ancrage.accounts.models import User
from ancrage.directory.models import RecordDraft

KEPT: Final = timedelta(days=30)


@transaction.atomic
def keep_draft(*, user: User, key: str, typed: dict[str, Any], at: datetime) -> None:
    RecordDraft.objects.update_or_create(user=user, key=key, defaults={"typed": json.dumps(typed), "saved_at": at})


@transaction.atomic
def drop_draft(*, user: User, key: str) -> None:
    RecordDraft.objects.filter(user=user, key=key).delete()


@transaction.atomic
def forget_drafts(*, at: datetime) -> int:
    """Delete those a month old. Returns how many."""
    deleted, _kinds = RecordDraft.objects.filter(saved_at__lt=at - KEPT).delete()
    return deleted
