"""HSDS in JSON as it is met: a page and its ``contents``, a list, one object, or one object by line."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import IO, Any, Final

import ijson
import orjson
from django.utils.translation import gettext as _

from ancrage.directory.exchange.items import Item, SourceUnreadable
from ancrage.directory.shapes import SHAPES

AT_ONCE: Final = 32 * 1024 * 1024
"""A file up to this size is read at once, which is faster."""
_PIECE: Final = 64 * 1024
_MARK: Final = b"\xef\xbb\xbf"
_KINDS: Final = ("service_at_location", "location", "taxonomy_term", "organization", "service", "taxonomy", "program")


def json_items(file: IO[bytes]) -> Iterator[Item]:
    """The records of ``file``, in constant memory.

    :raises SourceUnreadable: when it is not JSON in UTF-8, stops in the middle, or holds no record.
    """
    if _by_line(_start_of(file)):
        return _lines(file)
    return (_item(place, data) for place, data in told_in(file, {"contents": "contents"}))


def told_in(file: IO[bytes], names: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """What the lists ``names`` of an object hold, or else the list or the object that the file is, each with its place.

    :param names: with what their places begin by.
    :raises SourceUnreadable: when it is not JSON in UTF-8, or stops in the middle.
    """
    start = _start_of(file)
    if not start.startswith((b"{", b"[")):
        raise SourceUnreadable(_("Ce fichier n’est pas du JSON : il devrait commencer par { ou [."))
    file.seek(0, 2)
    small = file.tell() <= AT_ONCE
    file.seek(0)
    if small:
        return _whole(file.read().removeprefix(_MARK), names)
    return _streamed(file, {} if start.startswith(b"[") else names)


def _start_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    start = file.read(_PIECE)
    file.seek(0)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start:
        raise _not_utf8()
    return start.removeprefix(_MARK).lstrip()


def kind_of(data: Any) -> str | None:  # noqa: ANN401 - JSON
    """What object of HSDS it is, by its properties."""
    if not isinstance(data, dict):
        return None
    if "status" in data and "location_type" not in data:
        return "service"
    scores = {}
    for name in _KINDS:
        known = len(data.keys() & _known(name))
        scores[name] = known - (len(data) - known) / 4
    scores["location"] += 10 * ("location_type" in data)
    scores["service_at_location"] += 10 * ("location" in data or {"service_id", "location_id"} <= data.keys())
    scores["taxonomy_term"] += 10 * bool({"taxonomy", "taxonomy_detail", "taxonomy_id", "term_uri"} & data.keys())
    best = max(_KINDS, key=lambda name: scores[name])
    return best if "id" in data or "name" in data else None


@cache
def _known(name: str) -> frozenset[str]:
    shape = SHAPES[name]
    return frozenset({*shape.columns, *shape.owners, *shape.children, *shape.kept})


def _by_line(start: bytes) -> bool:
    """Whether the first line is a whole object, and another follows or nothing does."""
    if not start.startswith(b"{"):
        return False
    line, end, _rest = start.partition(b"\n")
    if not end:
        return False
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return isinstance(found, dict) and "contents" not in found


def _lines(file: IO[bytes]) -> Iterator[Item]:
    for number, line in enumerate(file, start=1):
        text = line.strip().removeprefix(_MARK)
        if text:
            place = _("ligne %(n)d") % {"n": number}
            yield _item(place, _loaded(text, number))


def _loaded(text: bytes, line: int) -> Any:  # noqa: ANN401 - JSON
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _broken(text, error, line) from error


def _broken(text: bytes, error: orjson.JSONDecodeError, line: int = 0) -> SourceUnreadable:
    try:
        text.decode()
    except UnicodeDecodeError:
        return _not_utf8()
    if error.pos >= len(text.rstrip()):
        return _truncated()
    return SourceUnreadable(
        _("Le JSON se lit mal à la ligne %(line)d, colonne %(column)d.")
        % {"line": line or error.lineno, "column": error.colno}
    )


def _not_utf8() -> SourceUnreadable:
    return SourceUnreadable(_("Ce fichier n’est pas en UTF-8, l’encodage du JSON. Enregistrez-le en UTF-8."))


def _truncated() -> SourceUnreadable:
    return SourceUnreadable(_("Le fichier s’arrête au milieu d’une fiche : il est incomplet. Rien n’est gardé."))


def _whole(content: bytes, names: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise _broken(content, error) from error
    lists = {names[name]: found[name] for name in names if name in found} if isinstance(found, dict) else {"$": found}
    for prefix, rows in lists.items():
        if not isinstance(rows, list):
            raise SourceUnreadable(_("Ce JSON ne contient pas de fiches : « contents » devrait être une liste."))
        yield from ((f"{prefix}[{n}]", one) for n, one in enumerate(rows))
    if not lists:
        yield "$", found


def _streamed(file: IO[bytes], names: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    paths = {f"{name}.item": prefix for name, prefix in names.items()} or {"item": "$"}
    is_empty = True
    for path, prefix in paths.items():
        for n, one in enumerate(_items(file, path)):
            is_empty = False
            yield f"{prefix}[{n}]", one
    if is_empty and names:
        yield from (("$", one) for one in _items(file, ""))


def _items(file: IO[bytes], path: str) -> Iterator[Any]:
    """What is at ``path``, one after the other."""
    file.seek(0)
    if file.read(len(_MARK)) != _MARK:
        file.seek(0)
    try:
        yield from ijson.items(file, path, use_float=True)
    except ijson.IncompleteJSONError as error:
        raise _truncated() from error
    except UnicodeDecodeError as error:
        raise _not_utf8() from error
    except ijson.JSONError as error:
        raise SourceUnreadable(_("Le JSON se lit mal : %(why)s") % {"why": str(error)[:80]}) from error


def _item(place: str, data: Any) -> Item:  # noqa: ANN401 - JSON
    kind = kind_of(data)
    if kind is None:
        return Item("service", place, data if isinstance(data, dict) else {"id": "?"})
    return Item(kind, place, data)
