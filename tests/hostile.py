"""What makes the tests harsher than production: a page that works here works anywhere."""

import gzip
import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from unittest import mock

SOURCES = Path(__file__).resolve().parents[1] / "src" / "ancrage"

FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/(?:ld\+)?json)", re.IGNORECASE),
    "an event handler in an attribute": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline style": re.compile(r"<[a-z][^<>]*\sstyle\s*=|<style\b", re.IGNORECASE),
    "template code": re.compile(r"\{\{|\{%|\{#|</?c-[a-z]"),
}


class UndefinedVariable(str):
    """Put in place of an undefined variable: fails in our templates, empty in those of others."""

    __slots__ = ()

    def __new__(cls) -> Self:
        return super().__new__(cls, "%s")

    def __deepcopy__(self, _memo: object) -> Self:
        return self

    def __mod__(self, variable: object) -> str:
        origin = _rendered_template()
        if str(origin).startswith(str(SOURCES)):
            raise AssertionError(f"undefined template variable {variable!r} in {origin}")
        return ""


def _rendered_template() -> str:
    """The file of the innermost template being rendered."""
    frame = sys._getframe()
    while frame is not None:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None)
        if origin is not None and frame.f_code.co_name == "render_annotated":
            return str(getattr(origin, "name", origin))
        frame = frame.f_back
    return ""


LINKED_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
"""What search engines read: the one script written in a page, which no browser runs."""


def check_markup(content: str) -> None:
    for data in LINKED_DATA.findall(content):
        if "<" in data:
            raise AssertionError(f"data that may end its script in the page: {data[:200]}")
        json.loads(data)
    for what, pattern in FORBIDDEN.items():
        found = pattern.search(content)
        if found:
            around = content[max(0, found.start() - 60) : found.end() + 60]
            raise AssertionError(f"{what} in the page: …{around}…")


@contextmanager
def harsh() -> Iterator[None]:
    """Rows without an order come in any order, locks name their tables, pages hold no inline code.

    What goes to the register has words for whoever reads it.
    """
    from django.db.models import QuerySet
    from django.test import Client

    from ancrage.audit.models import AuditEntryQuerySet

    patches = [
        mock.patch.object(QuerySet, "_fetch_all", _shuffled(QuerySet._fetch_all)),
        mock.patch.object(QuerySet, "select_for_update", _naming(QuerySet.select_for_update)),
        mock.patch.object(Client, "request", _checked(Client.request)),
        mock.patch.object(AuditEntryQuerySet, "create", _said(QuerySet.create)),
    ]
    for patch in patches:
        patch.start()
    try:
        yield
    finally:
        for patch in patches:
            patch.stop()


def _shuffled(fetch: Callable[[Any], None]) -> Callable[[Any], None]:
    def shuffled(self: Any) -> None:
        fresh = self._result_cache is None
        fetch(self)
        if fresh and not self.query.combinator and not self.ordered:
            random.shuffle(self._result_cache)

    return shuffled


def _naming(lock: Callable[..., Any]) -> Callable[..., Any]:
    def naming(self: Any, nowait: bool = False, skip_locked: bool = False, of: Any = (), no_key: bool = False) -> Any:
        caller = sys._getframe(1).f_code.co_filename
        if not of and caller.startswith(str(SOURCES)):
            raise AssertionError('select_for_update names its tables: of=("self",)')
        return lock(self, nowait=nowait, skip_locked=skip_locked, of=of, no_key=no_key)

    return naming


def _checked(request: Callable[..., Any]) -> Callable[..., Any]:
    def checked(self: Any, **environment: Any) -> Any:
        response = request(self, **environment)
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            check_markup(_plain(response).decode(response.charset))
        return response

    return checked


def _plain(response: Any) -> bytes:
    compressed = response.headers.get("Content-Encoding") == "gzip"
    content: bytes = gzip.decompress(response.content) if compressed else response.content
    return content


def _said(create: Callable[..., Any]) -> Callable[..., Any]:
    def said(self: Any, **values: Any) -> Any:
        check_words(values["verb"], values["target_type"], values["fields"])
        return create(self, **values)

    return said


def check_words(verb: str, target_type: str, fields: Iterable[str]) -> None:
    """Fail for a verb, or a field that it names, which whoever reads the register would see as a code."""
    from django.utils.functional import Promise

    from ancrage.audit.words import field_word, verb_words

    context, model = target_type.split(".")
    if verb_words(verb) == verb:
        raise AssertionError(f"{verb} has no words: say them in {verb.partition('.')[0]}/verbs.py")
    silent = [name for name in fields if not isinstance(field_word(target_type, name), Promise)]
    if silent:
        raise AssertionError(f"{silent} of {model} have no words: say them in {context}/verbs.py, FIELDS")
