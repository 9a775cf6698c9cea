"""HSDS in JSON as it is met: a page and its ``contents``, a list, one object, or one object by line."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import IO, Any, Final

import ijson
import orjson
from django.utils.translation import gettext as _

from ancrage.directory.exchange.items import Item, SourceUnreadable
from ancrage.directory.shapes import SHAPES

AT_ONCE: Final = 32 * 1024 * 1024
"""A file up to this size is read at once, which is faster."""
_PIECE: Final = 64 * 1024
_KINDS: Final = ("service_at_location", "location", "taxonomy_term", "organization", "service", "taxonomy", "program")


def json_items(file: IO[bytes]) -> Iterator[Item]:
    """The records of ``file``, in constant memory.

    :raises SourceUnreadable: when it is not JSON in UTF-8, stops in the middle, or holds no record.
    """
    start = file.read(_PIECE)
    file.seek(0)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start:
        raise _not_utf8()
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not bare.startswith((b"{", b"[")):
        raise SourceUnreadable(_("Ce fichier n’est pas du JSON : il devrait commencer par { ou [."))
    if bare.startswith(b"{") and _by_line(bare):
        yield from _lines(file)
        return
    file.seek(0, 2)
    small = file.tell() <= AT_ONCE
    file.seek(0)
    if small:
        yield from _whole(file.read().removeprefix(b"\xef\xbb\xbf"))
    else:
        yield from _streamed(file, start, bare)


def kind_of(data: Any) -> str | None:  # noqa: ANN401 - JSON
    """What object of HSDS it is, by its properties."""
    if not isinstance(data, dict):
        return None
    if "status" in data and "location_type" not in data:
        return "service"
    scores = {}
    for name in _KINDS:
        shape = SHAPES[name]
        known = {*shape.columns, *shape.owners, *shape.children, *shape.kept}
        scores[name] = sum(key in known for key in data) - sum(key not in known for key in data) / 4
    scores["location"] += 10 * ("location_type" in data)
    scores["service_at_location"] += 10 * ("location" in data or {"service_id", "location_id"} <= data.keys())
    scores["taxonomy_term"] += 10 * bool({"taxonomy", "taxonomy_detail", "taxonomy_id", "term_uri"} & data.keys())
    best = max(_KINDS, key=lambda name: scores[name])
    return best if "id" in data or "name" in data else None


def _by_line(start: bytes) -> bool:
    """Whether the first line is a whole object, and another follows or nothing does."""
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
        text = line.strip().removeprefix(b"\xef\xbb\xbf")
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


def _whole(content: bytes) -> Iterator[Item]:
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise _broken(content, error) from error
    if isinstance(found, dict) and "contents" in found:
        found, prefix = found["contents"], "contents"
    else:
        prefix = "$"
    if isinstance(found, dict):
        yield _item("$", found)
        return
    if not isinstance(found, list):
        raise SourceUnreadable(_("Ce JSON ne contient pas de fiches : « contents » devrait être une liste."))
    for place, one in enumerate(found):
        yield _item(f"{prefix}[{place}]", one)


def _streamed(file: IO[bytes], start: bytes, bare: bytes) -> Iterator[Item]:
    if bare.startswith(b"["):
        path, prefix = "item", "$"
    elif re.search(rb'"contents"\s*:', start):
        path, prefix = "contents.item", "contents"
    else:
        path, prefix = "", "$"
    if start.startswith(b"\xef\xbb\xbf"):
        file.seek(3)
    found = ijson.items(file, path, use_float=True)
    try:
        first = next(found, None)
        if first is None:
            raise SourceUnreadable(_("Ce fichier ne contient aucune fiche."))
        for place, one in enumerate(chain([first], found)):
            yield _item(f"{prefix}[{place}]" if path else "$", one)
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
