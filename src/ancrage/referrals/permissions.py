from enum import StrEnum


class Permission(StrEnum):
    """What may be done with the referrals received by an organisation."""

    ANSWER_REFERRALS = "referrals.answer"
