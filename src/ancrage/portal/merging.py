"""What becomes of the space of a person who is merged into another."""

from ancrage.core.merging import Rule

MERGING = {
    # One space by person: whoever has one keeps it.
    "space.person": Rule.GIVE_WAY,
    # Made for someone who is no longer there: another is made.
    "spaceinvitation.person": Rule.DROP,
}
