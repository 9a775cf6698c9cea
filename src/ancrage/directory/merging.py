"""What becomes of the rows of an organisation or a service that is merged into another.

What describes it stays with it, kept aside: what the one kept says is chosen item by item.
"""

from ancrage.core.merging import Rule

MERGING = {
    # What belongs to an organisation.
    "organization.parent": Rule.MOVE,
    "organizationidentifier.organization": Rule.MOVE,
    "organizationmember.organization": Rule.GIVE_WAY,
    "program.organization": Rule.MOVE,
    "service.organization": Rule.MOVE,
    "location.organization": Rule.MOVE,
    "verificationlink.organization": Rule.MOVE,
    "proposal.organization": Rule.MOVE,
    "errorreport.organization": Rule.MOVE,
    "funding.organization": Rule.MOVE,
    "attribute.organization": Rule.MOVE,
    "contact.organization": Rule.STAY,
    "phone.organization": Rule.STAY,
    "recordpair.one_organization": Rule.STAY,
    "recordpair.other_organization": Rule.STAY,
    "recordmerge.organization": Rule.STAY,
    # What belongs to a service.
    "errorreport.service": Rule.MOVE,
    "funding.service": Rule.MOVE,
    "attribute.service": Rule.MOVE,
    "favourite.service": Rule.GIVE_WAY,
    "publication.service": Rule.STAY,
    "rating.service": Rule.STAY,
    "service_domains.service": Rule.STAY,
    "serviceatlocation.service": Rule.STAY,
    "servicearea.service": Rule.STAY,
    "serviceeligibility.service": Rule.STAY,
    "requireddocument.service": Rule.STAY,
    "costoption.service": Rule.STAY,
    "contact.service": Rule.STAY,
    "phone.service": Rule.STAY,
    "language.service": Rule.STAY,
    "schedule.service": Rule.STAY,
}
