"""The directory speaks of bodies and their services, not of people."""

from ancrage.core.personal import PersonalField

PERSONAL: dict[str, PersonalField] = {}

_BODY = "Of an organisation, public."
_SERVICE = "Of a service, public."
NOT_PERSONAL = {
    "location.address": _BODY,
    "location.name": _BODY,
    "organization.email": _BODY,
    "organization.name": _BODY,
    "organization.phone": _BODY,
    "organization.short_name": _BODY,
    "organization.sort_name": _BODY,
    "service.languages": _SERVICE,
    "service.name": _SERVICE,
    "service.name_en": _SERVICE,
}
