from enum import StrEnum


class Permission(StrEnum):
    """What may be done with the organisations, services and places of the directory."""

    READ_DIRECTORY = "directory.read"
    EDIT_DIRECTORY = "directory.edit"
    PROPOSE = "directory.propose"
