"""What becomes of the rows of a person who is merged into another."""

from ancrage.core.merging import Rule

MERGING = {
    "case.person": Rule.MOVE,
    "immigrationstatus.person": Rule.MOVE,
    "frenchlevel.person": Rule.MOVE,
    "servicelanguage.person": Rule.MOVE,
    # One household at a time.
    "householdmember.person": Rule.GIVE_WAY,
    "likelydouble.one": Rule.DROP,
    "likelydouble.other": Rule.DROP,
    # One tie for each organisation: see the merge of organisations.
    "consent_organizations.organization": Rule.GIVE_WAY,
    # An earlier merge cannot be undone under one that came after; it can again once that one is undone.
    "personmerge.kept": Rule.DROP,
}
