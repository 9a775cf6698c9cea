"""Sealed slips carried by a page from the search to what follows: nobody can make one, read it or lend it.

The entry of a person asks for the slip of a search; a question to another service point asks for the slip of its hint;
a public request asks for the slip of its form, and ends with that of its receipt.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from ancrage.core.encryption import decrypt, encrypt
from ancrage.core.ids import uuid7

LASTS: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SearchPass:
    """A search was made. ``case_id`` is the key of the dossier it may lead to: sent twice, it opens one.

    ``seen``: the persons probably the same whom the searcher was shown, or told about.
    """

    case_id: UUID
    seen: frozenset[UUID]
    at: datetime


@dataclass(frozen=True, slots=True)
class HintPass:
    """Where a hint leads, and whom the searcher was looking for."""

    case_id: UUID
    looked_for: str


@dataclass(frozen=True, slots=True)
class FormPass:
    """A public form was shown. ``case_id`` is the key of the dossier to come: sent twice, it opens one."""

    case_id: UUID
    notice_id: UUID
    at: datetime


def give_search_pass(user_id: UUID, seen: frozenset[UUID], at: datetime) -> str:
    return _seal("search", user_id, at, case=str(uuid7()), seen=[str(one) for one in seen])


def read_search_pass(text: str, user_id: UUID, at: datetime) -> SearchPass | None:
    """None when absent, altered, too old or someone else's: the search is to be made again."""
    if (slip := _open("search", text, user_id, at)) is None:
        return None
    return SearchPass(UUID(slip["case"]), frozenset(map(UUID, slip["seen"])), datetime.fromtimestamp(slip["at"], UTC))


def give_hint_pass(user_id: UUID, case_id: UUID, looked_for: str, at: datetime) -> str:
    return _seal("hint", user_id, at, case=str(case_id), looked_for=looked_for)


def read_hint_pass(text: str, user_id: UUID, at: datetime) -> HintPass | None:
    if (slip := _open("hint", text, user_id, at)) is None:
        return None
    return HintPass(UUID(slip["case"]), slip["looked_for"])


def give_form_pass(notice_id: UUID, at: datetime) -> str:
    return _seal("form", None, at, case=str(uuid7()), notice=str(notice_id))


def read_form_pass(text: str, at: datetime) -> FormPass | None:
    """None when absent, altered or too old: the form is shown again, filled."""
    if (slip := _open("form", text, None, at)) is None:
        return None
    return FormPass(UUID(slip["case"]), UUID(slip["notice"]), datetime.fromtimestamp(slip["at"], UTC))


def give_receipt(reference: str, at: datetime) -> str:
    return _seal("receipt", None, at, reference=reference)


def read_receipt(text: str, at: datetime) -> str | None:
    """The reference behind the address of an acknowledgement; it asks nothing of the database."""
    slip = _open("receipt", text, None, at)
    return str(slip["reference"]) if slip else None


def _seal(kind: str, user_id: UUID | None, at: datetime, **slip: Any) -> str:
    return encrypt(json.dumps({"kind": kind, "user": str(user_id), "at": at.timestamp(), **slip}))


def _open(kind: str, text: str, user_id: UUID | None, at: datetime) -> dict[str, Any] | None:
    try:
        slip: dict[str, Any] = json.loads(decrypt(text))
    except ValueError:
        return None
    is_fresh = abs(at - datetime.fromtimestamp(slip["at"], UTC)) < LASTS
    return slip if slip["kind"] == kind and slip["user"] == str(user_id) and is_fresh else None
