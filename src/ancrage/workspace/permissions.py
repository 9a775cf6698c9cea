from enum import StrEnum


class Permission(StrEnum):
    """One's own day, and the upkeep of the service itself."""

    OWN_DAY = "workspace.own_day"
    MANAGE_REFERENCE = "workspace.manage_reference"
    MANAGE_STRUCTURE = "workspace.manage_structure"
    READ_OUTBOX = "workspace.read_outbox"
    READ_AUDIT_REGISTER = "workspace.read_audit_register"
