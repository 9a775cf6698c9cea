import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path

from django.db import transaction

from ancrage.core.actors import Actor
from ancrage.directory.actions.reference import load_list
from ancrage.newcomers.models import (
    ChoiceDelay,
    ClosingReason,
    CollectionNotice,
    ConsentAges,
    DepartureReason,
    DocumentType,
    FollowUpSchedule,
    Kept,
    ReminderDelay,
    RetentionRule,
)
from ancrage.territory.dated import from_day

_DATA = Path(__file__).parents[1] / "data"
# Accompaniment began in the regions then; official intervals were not found, these are proposed and can be changed.
_FIRST_DAY = date(2019, 7, 1)
_FOLLOW_UP_DAYS = [30, 90, 180, 365, 730]
_REMINDED_HOURS = 24
_CHOICE_HOURS = 24
# Civil Code of Québec, as commonly read; marked « à confirmer » until counsel has spoken.
_AGES = {"may_consent_at": 14, "adult_at": 18}

# Proposed: the retention schedule of the body that runs Ancrage replaces them, as dated rows.
_RETENTION = {
    Kept.DOCUMENT: (5 * 365, "Calendrier de conservation"),
    Kept.UNWANTED: (30, "Aucune personne n’est derrière : le temps de corriger une erreur"),
}


@transaction.atomic
def load_reference(*, by: Actor, at: datetime) -> int:
    """Add the lists, the first notice, the schedule of follow-ups and the delays not there yet.

    Returns how many entries.
    """
    added = load_list(ClosingReason, _DATA / "closing_reasons.csv", by=by, at=at)
    added += load_list(DocumentType, _DATA / "document_types.csv", by=by, at=at)
    added += load_list(DepartureReason, _DATA / "departure_reasons.csv", by=by, at=at)
    if not FollowUpSchedule.objects.exists():
        FollowUpSchedule.objects.create(days=_FOLLOW_UP_DAYS, during=from_day(_FIRST_DAY))
        added += 1
    if not ConsentAges.objects.exists():
        ConsentAges.objects.create(**_AGES, during=from_day(_FIRST_DAY))
        added += 1
    for kept, (days, basis) in _RETENTION.items():
        if not RetentionRule.objects.filter(kept=kept).exists():
            RetentionRule.objects.create(kept=kept, days=days, basis=basis, during=from_day(_FIRST_DAY))
            added += 1
    if not ReminderDelay.objects.exists():
        ReminderDelay.objects.create(hours=_REMINDED_HOURS, during=from_day(_FIRST_DAY))
        added += 1
    if not ChoiceDelay.objects.exists():
        ChoiceDelay.objects.create(hours=_CHOICE_HOURS, during=from_day(_FIRST_DAY))
        added += 1
    return added + _load_notice()


def _load_notice() -> int:
    notice = tomllib.loads((_DATA / "notice.toml").read_text(encoding="utf-8"))
    if CollectionNotice.objects.filter(number=notice["number"]).exists():
        return 0
    texts = {f"text_{language}": notice[f"text_{language}"].strip() for language in ("fr", "en", "es", "ar")}
    published_at = datetime.combine(notice["published_on"], time(12), UTC)
    CollectionNotice.objects.create(number=notice["number"], published_at=published_at, **texts)
    return 1
