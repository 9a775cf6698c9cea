from enum import StrEnum


class Permission(StrEnum):
    """What may be done with dossiers. Where, and to which dossiers: the reach of the role, then ``visible_to``."""

    SEARCH = "newcomers.search"
    OPEN_CASE = "newcomers.open_case"
    READ_CASE = "newcomers.read_case"
    WRITE_CASE = "newcomers.write_case"
    IMPORT = "newcomers.import"
    MERGE = "newcomers.merge"
    REFER = "newcomers.refer"
    ASSIGN = "newcomers.assign"
    READ_TEAM = "newcomers.read_team"
    TRANSFER = "newcomers.transfer"
    GRANT_RESTRICTED = "newcomers.grant_restricted"
    EXCEPTIONAL_ACCESS = "newcomers.exceptional_access"
    READ_AUDIT = "newcomers.read_audit"
    MANAGE_RETENTION = "newcomers.manage_retention"
    OWN_FILE = "newcomers.own_file"
