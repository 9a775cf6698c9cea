"""What import-linter cannot see: names in strings. They point downwards too."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from tests.sources import SOURCES, context_of, may_know, place, python_files, ranks, templates

URL_TAG = re.compile(r"""\{%\s*url\s+["']([\w:-]+)["']""")
URL_CALL = re.compile(r"""\b(?:reverse|reverse_lazy|redirect)\(\s*["']([\w:-]+)["']""")
TEMPLATE_TAG = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")
TEMPLATE_CALL = re.compile(r"""["']([a-z_]+/[\w/.-]+\.(?:html|txt)(?:#[\w-]+)?)["']""")

# Below accounts, whose @page they cannot carry: open to all, and they write no row.
UNDECLARED = {"ancrage.ui.views"}


def test_every_context_has_its_place() -> None:
    contexts = {path.name for path in SOURCES.iterdir() if (path / "__init__.py").exists()}
    assert contexts == set(ranks())


def test_foreign_keys_point_downwards() -> None:
    upwards = []
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.app_label
        for field in model._meta.get_fields():
            target = field.related_model
            if label not in ranks() or not field.concrete or target is None:
                continue
            if target._meta.app_label in ranks() and not may_know(label, target._meta.app_label):
                upwards.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert not upwards


@pytest.mark.parametrize(("files", "pattern"), [(templates, URL_TAG), (python_files, URL_CALL)], ids=["tags", "calls"])
def test_addresses_point_downwards_and_exist(files, pattern) -> None:
    known = {name for name, _ in _views()}
    wrong = []
    for path, line, name in _mentions(files(), pattern):
        context = name.split(":")[0] if ":" in name else ""
        if name not in known:
            wrong.append(f"{place(path, line)}: no address is called {name}")
        elif context_of(path) != "config" and not may_know(context_of(path), context):
            wrong.append(f"{place(path, line)}: {context_of(path)} may not name {name}")
    assert not wrong


@pytest.mark.parametrize(
    ("files", "pattern"), [(templates, TEMPLATE_TAG), (python_files, TEMPLATE_CALL)], ids=["tags", "calls"]
)
def test_templates_point_downwards_and_exist(files, pattern) -> None:
    wrong = []
    for path, line, name in _mentions(files(), pattern):
        context = name.split("/")[0]
        if not may_know(context_of(path), context):
            wrong.append(f"{place(path, line)}: {context_of(path)} may not use {name}")
        else:
            get_template(name)
    assert not wrong


def test_every_page_declares_who_may_see_it() -> None:
    """Bare views of others (sign-in) pass: the middleware closes them unless they say otherwise."""
    undeclared = [
        f"{name}: {view.__module__}.{view.__qualname__}"
        for name, view in _views()
        if view.__module__.startswith("ancrage.")
        and view.__module__ not in UNDECLARED
        and getattr(view, "page", None) is None
    ]
    assert not undeclared


def test_the_views_left_open_write_nothing() -> None:
    for module in UNDECLARED:
        spec = find_spec(module)
        assert spec is not None
        assert spec.origin is not None
        assert ".objects" not in Path(spec.origin).read_text()


def _views() -> Iterator[tuple[str, object]]:
    """Every named view of the site, with its namespace."""
    yield from _below(get_resolver(), "")


def _below(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, object]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry.callback
        else:
            yield from _below(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def _mentions(paths: list[Path], pattern: re.Pattern[str]) -> Iterator[tuple[Path, int, str]]:
    for path in paths:
        for number, text in enumerate(path.read_text().splitlines(), start=1):
            for name in pattern.findall(text):
                yield path, number, name
