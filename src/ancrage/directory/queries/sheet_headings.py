from collections.abc import Mapping
from typing import IO, Any

from ancrage.directory.exchange.sheets import fields_for, headings_in


def headings_of(file: IO[bytes], mapping: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
    """The titles of the columns of a spreadsheet, and what each holds as far as is known.

    :raises SheetRefused: when it is no spreadsheet.
    """
    headings = headings_in(file)
    return headings, fields_for(headings, mapping)
