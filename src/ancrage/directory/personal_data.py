"""The directory speaks of bodies and their services; of people, only of those who are asked for there."""

from ancrage.core.personal import PersonalField

_KEPT = "As long as the body says they are to be asked for."
_ERASED = "Deleted when they leave, or when the record does."
PERSONAL: dict[str, PersonalField] = {
    "contact.name": PersonalField("To ask for the right person.", _KEPT, _ERASED),
    "contact.title": PersonalField("To ask for the right person.", _KEPT, _ERASED),
    "contact.department": PersonalField("To ask for the right person.", _KEPT, _ERASED),
    "contact.email": PersonalField("To reach the right person.", _KEPT, _ERASED),
    "proposal.changes": PersonalField("Whom to ask for, as an organisation proposes it.", _KEPT, _ERASED),
    "errorreport.message": PersonalField("To correct a record.", "A year once settled.", "Deleted."),
    "errorreport.email": PersonalField("To answer whoever asked for it.", "Until answered.", "Emptied."),
    "verificationlink.sent_to": PersonalField("To say where a link went.", _KEPT, _ERASED),
    "recorddraft.typed": PersonalField("What is being written of a record.", "Until saved; a month.", "Deleted."),
}

_BODY = "Of an organisation, public."
_SERVICE = "Of a service, public."
NOT_PERSONAL = dict.fromkeys(
    (
        *("location.name", "location.alternate_name", "organization.email", "organization.public_email"),
        *("organization.name", "organization.short_name", "organization.sort_name", "program.name"),
        *("program.alternate_name", "organizationidentifier.identifier", "phone.number"),
        *("address.address_1", "address.address_2", "address.city", "address.postal_code", "address.address_type"),
        "address.country",
    ),
    _BODY,
) | dict.fromkeys(
    (
        *("service.name", "service.alternate_name", "service.email", "service.assurer_email", "servicearea.name"),
        *(
            "language.name",
            "linkcheck.address",
            "language.note",
            "schedule.notes",
            "service.waiting_note",
            "taxonomyterm.language",
            "occupationtitle.language",
            "source.name",
            "source.address",
            "sourcereading.address",
            "taxonomy.name",
            "taxonomyterm.name",
            "metadata.field_name",
        ),
    ),
    _SERVICE,
)
