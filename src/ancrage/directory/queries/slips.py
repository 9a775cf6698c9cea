"""The sealed slip of the form that reports an error: when it was shown, and for which record. Nobody can make one."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from ancrage.core.encryption import decrypt, encrypt
from ancrage.core.ids import uuid7

LASTS: Final = timedelta(hours=12)


@dataclass(frozen=True)
class Slip:
    """``report_id`` is the key of the report to come: sent twice, it is one."""

    report_id: UUID
    at: datetime


def give_slip(record: UUID, at: datetime) -> str:
    return encrypt(json.dumps({"kind": "report", "record": str(record), "report": str(uuid7()), "at": at.timestamp()}))


def read_slip(text: str, record: UUID, at: datetime) -> Slip | None:
    """None when absent, altered, of another record or too old: the form is shown again, filled."""
    try:
        slip = json.loads(decrypt(text))
    except ValueError:
        return None
    shown = datetime.fromtimestamp(slip["at"], UTC)
    is_ours = slip["kind"] == "report" and slip["record"] == str(record)
    return Slip(UUID(slip["report"]), shown) if is_ours and abs(at - shown) < LASTS else None
