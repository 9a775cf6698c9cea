"""The life of a referral in one table: each step, from which states, to which, and who takes it.

``actions.moving.move`` is the only way from a state to another; it reads this table.
"""

from dataclasses import dataclass

from ancrage.referrals.models import ReferralState as S


@dataclass(frozen=True)
class Step:
    """``verb`` goes to the register (``referrals.referral.<verb>``)."""

    verb: str
    sources: tuple[S, ...]
    target: S
    taken_by: str


#                 verb                sources                                        target          taken by
SEND = Step("sent", (S.DRAFT,), S.SENT, "sender")
OPEN = Step("opened", (S.SENT,), S.OPENED, "organization")
ASK = Step("precision_asked", (S.OPENED, S.UNDER_STUDY), S.UNDER_STUDY, "organization")
ACCEPT = Step("accepted", (S.OPENED, S.UNDER_STUDY, S.WAITING_LIST), S.ACCEPTED, "organization")
WAIT = Step("put_on_waiting_list", (S.OPENED, S.UNDER_STUDY), S.WAITING_LIST, "organization")
DECLINE = Step("declined", (S.OPENED, S.UNDER_STUDY, S.WAITING_LIST), S.DECLINED, "organization")
WITHDRAW = Step(
    "withdrawn",
    (S.DRAFT, S.SENT, S.OPENED, S.UNDER_STUDY, S.ACCEPTED, S.WAITING_LIST, S.STARTED),
    S.WITHDRAWN,
    "sender",
)
EXPIRE = Step("expired", (S.SENT, S.OPENED, S.UNDER_STUDY), S.EXPIRED, "system")
START = Step("started", (S.ACCEPTED, S.WAITING_LIST), S.STARTED, "organization")
FINISH = Step("done", (S.ACCEPTED, S.STARTED), S.DONE, "organization")
GIVE_UP = Step("not_done", (S.ACCEPTED, S.WAITING_LIST, S.STARTED), S.NOT_DONE, "organization")

STEPS = (SEND, OPEN, ASK, ACCEPT, WAIT, DECLINE, WITHDRAW, EXPIRE, START, FINISH, GIVE_UP)
FINAL = frozenset(state for state in S if not any(state in step.sources for step in STEPS))


def may(step: Step, state: str) -> bool:
    return state in step.sources
