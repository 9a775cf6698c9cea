from enum import StrEnum


class Permission(StrEnum):
    """What may be done with the files of employers. Where: the reach of the role, then ``visible_to``."""

    READ_EMPLOYER = "employers.read"
    WRITE_EMPLOYER = "employers.write"
    ASSIGN_EMPLOYER = "employers.assign"
