"""What becomes of the referrals of an organisation or a service that is merged into another."""

from ancrage.core.merging import Rule

MERGING = {"referral.service": Rule.MOVE, "referral.organization": Rule.MOVE}
