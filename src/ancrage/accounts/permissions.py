from enum import StrEnum


class Permission(StrEnum):
    """What may be done with accounts. One's own needs no capability."""

    MANAGE_USERS = "accounts.manage_users"
