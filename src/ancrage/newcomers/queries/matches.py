"""What a search shows, ready for its page: nothing of what is out of reach but a place and a sealed slip."""

from dataclasses import dataclass
from datetime import datetime

from ancrage.accounts.access import Access
from ancrage.accounts.models import User
from ancrage.newcomers.models import Inquiry
from ancrage.newcomers.queries.passes import give_hint_pass
from ancrage.newcomers.queries.reach import Found, Hint, Outcome


@dataclass(frozen=True, slots=True)
class HintLine:
    """``asked_at``: when the reader put a question that still waits for its answer."""

    place: str
    hint_pass: str
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Matches:
    found: list[Found]
    hints: list[HintLine]
    search_pass: str

    @property
    def probable(self) -> int:
        return sum(one.likeness.is_probable for one in self.found) + len(self.hints)

    @property
    def are_none(self) -> bool:
        return not (self.found or self.hints)


def matches_of(outcome: Outcome, looked_for: str, search_pass: str, access: Access, at: datetime) -> Matches:
    """One statement more, when there are hints."""
    assert isinstance(access.user, User)  # noqa: S101 for the types: the page asks for a capability
    asked = _asked(outcome.hints, access.user)
    hints = [
        HintLine(hint.place, give_hint_pass(access.user.pk, hint.case.pk, looked_for, at), asked.get(hint.case.pk))
        for hint in outcome.hints
    ]
    return Matches(outcome.found, hints, search_pass)


def _asked(hints: list[Hint], user: User) -> dict[object, datetime]:
    if not hints:
        return {}
    waiting = Inquiry.objects.filter(asked_by=user, answered_at=None, case__in=[hint.case for hint in hints])
    return dict(waiting.values_list("case", "asked_at"))
