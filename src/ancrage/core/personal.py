"""The shape of a context's ``personal_data.py``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonalField:
    """What is said of one personal field: why it is held, how long, and how it is erased.

    A context lists its own in ``PERSONAL: dict[str, PersonalField]``, keyed ``"model.field"`` in
    lower case ("person.given_names"). A test fails for a field whose name looks personal and
    which is not listed.
    """

    why: str
    kept: str
    erased: str
