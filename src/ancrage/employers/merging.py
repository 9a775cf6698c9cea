"""What becomes of an employer's file when its organisation is merged into another: one organisation has one file."""

from ancrage.core.merging import Rule

MERGING = {"employer.organization": Rule.GIVE_WAY}
