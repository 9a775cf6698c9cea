"""Values as PostgreSQL reads them in a text: in a COPY, or in an array."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from psycopg.adapt import PyFormat, Transformer

NOTHING: Final = "\\N"
_ESCAPED: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_QUOTED: Final = str.maketrans({"\\": "\\\\", '"': '\\"'})


def copied(value: Any) -> str:  # noqa: ANN401 - a value made ready for any column
    """``value`` as a cell of a COPY."""
    return COPIED.get(type(value), _adapted)(value)


def array(values: Iterable[Any]) -> str:
    """``values`` as an array, to be cast to that of their type."""
    return "{" + ",".join([_IN_ARRAY.get(type(value), _quoted)(value) for value in values]) + "}"


def _escaped(text: str) -> str:
    # Four plain searches cost less than one of a pattern.
    special = "\\" in text or "\t" in text or "\n" in text or "\r" in text
    return text.translate(_ESCAPED) if special else text


def _adapted(value: Any) -> str:  # noqa: ANN401 - as ``copied``
    """What is rarer, as psycopg writes it."""
    return _escaped(_as_text(value))


def _as_text(value: Any) -> str:  # noqa: ANN401 - as ``copied``
    dumped = Transformer(connection.connection).get_dumper(value, PyFormat.TEXT).dump(value)
    return bytes(dumped or b"").decode()


def _quoted(value: Any) -> str:  # noqa: ANN401 - as ``copied``
    return f'"{(value if isinstance(value, str) else _as_text(value)).translate(_QUOTED)}"'


_BARE: Final[Mapping[type, Callable[[Any], str]]] = {
    UUID: lambda value: str(value.hex),
    int: str,
    float: repr,
    bool: lambda value: "t" if value else "f",
    date: date.isoformat,
    datetime: datetime.isoformat,
}
COPIED: Final[Mapping[type, Callable[[Any], str]]] = {
    **_BARE,
    str: _escaped,
    type(None): lambda _value: NOTHING,
    list: lambda values: _escaped(array(values)),
}
_IN_ARRAY: Final[Mapping[type, Callable[[Any], str]]] = {**_BARE, type(None): lambda _value: "NULL"}
