from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """A new identifier, ordered by the time it was made.

    Migrations name this function: the library behind it may change, its name may not.
    """
    return _uuid7()
