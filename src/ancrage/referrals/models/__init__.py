from ancrage.referrals.models.link import AnswerLink, LinkBrowser, LinkUse, LinkUseKind
from ancrage.referrals.models.question import ReferralQuestion
from ancrage.referrals.models.referral import (
    DeclineReason,
    Referral,
    ReferralOutcome,
    ReferralState,
    ReferralTransition,
    answer_day,
    silent,
    unread,
)

__all__ = [
    "AnswerLink",
    "DeclineReason",
    "LinkBrowser",
    "LinkUse",
    "LinkUseKind",
    "Referral",
    "ReferralOutcome",
    "ReferralQuestion",
    "ReferralState",
    "ReferralTransition",
    "answer_day",
    "silent",
    "unread",
]
