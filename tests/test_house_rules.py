"""The rules of the house that a machine can hold (docs/architecture.md)."""

import ast
import json
import re
import statistics
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.db import models

from ancrage.core.personal import PersonalField
from tests.sources import ROOT, SOURCES, context_of, functions, place, python_files, ranks, templates, tree

FILE, FUNCTION, VIEW, TEMPLATE = 400, 50, 25, 150
ALWAYS_WRITES = {"bulk_create", "bulk_update", "delete", "get_or_create", "save", "update_or_create"}
WRITES_ON_ROWS = {"acreate", "aupdate", "create", "update"}
ROWS = {"all", "annotate", "exclude", "filter", "objects", "visible_to"}
# Not rows of ours: the session and the answer kept by the framework, files of the disk.
NOT_ROWS = {"session", "cache", "storage", "cookies"}
# The two writes outside actions, and why.
WRITES_ELSEWHERE = {
    ("accounts/models/user.py", "save"): "create_user, which Django's own commands call",
    ("accounts/pages.py", "save"): "the consultation of a dossier, in the one place that sees every answer",
}
PERSONAL_NAME = re.compile(
    r"(given|family|full|usual|original|first|last|sur)_?names?|birth|^born|phone|e_?mail|address|gender|"
    r"^sex$|pronoun|nationalit|citizen|countr|language|permit|immigration|notes?$|comment|postal|recipient|signed_by|"
    r"interpreter|^body$|^subject$|^ip$|document_n",
)


def test_files_are_short() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in python_files()}
    assert not {place(path, n): n for path, n in lengths.items() if n > FILE}
    written = sorted(n for n in lengths.values() if n)
    assert statistics.median(written) <= 80
    assert written[int(len(written) * 0.95)] <= 300


def test_functions_are_short() -> None:
    lengths = {place(path, node.lineno): _length(node) for path, node in functions()}
    assert not {where: n for where, n in lengths.items() if n > FUNCTION}
    assert statistics.median(lengths.values()) <= 8


def test_views_are_short() -> None:
    long = {place(path, node.lineno): _length(node) for path, node in functions() if _is_view(path)}
    assert not {where: n for where, n in long.items() if n > VIEW}


def test_templates_are_short() -> None:
    lengths = {place(path, 1): len(path.read_text().splitlines()) for path in templates()}
    assert not {where: n for where, n in lengths.items() if n > TEMPLATE}


def test_a_template_keeps_to_one_language() -> None:
    """A loaded one is settled in its language (``ui.loading``): another inside would not be heard."""
    assert not [place(path, 1) for path in templates() if re.search(r"{%\s*language\b", path.read_text())]


def test_only_actions_and_commands_write() -> None:
    assert not [
        f"{place(path, call.lineno)}: {name}()"
        for path in python_files()
        if not _may_write(path)
        for call, name in _calls(tree(path))
        if _writes(call, name) and (str(path.relative_to(SOURCES)), name) not in WRITES_ELSEWHERE
    ]


def test_actions_do_not_ask_for_the_time() -> None:
    """Real time, by its own name, serves signatures and limits alone: it is no time of the business."""
    asked = re.compile(r"(?<!\w)(now|today|utcnow)\(\)")
    assert not [
        place(path, number)
        for path in python_files()
        if "actions" in path.with_suffix("").parts
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if asked.search(line)
    ]


def test_no_sql_asks_for_the_time() -> None:
    asked = re.compile(r"CURRENT_(DATE|TIMESTAMP)|\bdb\.models\.functions import .*\bNow\b|'now'|\bNOW\(\)")
    assert not [place(path, 1) for path in python_files() if asked.search(path.read_text())]


def test_models_neither_save_nor_order_by_themselves() -> None:
    wrong = []
    for path in python_files():
        if "models" not in path.with_suffix("").parts:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}:
                wrong.append(f"{place(path, node.lineno)}: {node.name}()")
            if isinstance(node, ast.ClassDef) and node.name == "Meta":
                wrong += [f"{place(path, n.lineno)}: Meta.ordering" for n in node.body if _assigns(n, "ordering")]
    assert not wrong


def test_locks_name_their_tables() -> None:
    assert not [
        place(path, call.lineno)
        for path in python_files()
        for call, name in _calls(tree(path))
        if name == "select_for_update" and not any(keyword.arg == "of" for keyword in call.keywords)
    ]


def test_no_contract_makes_exceptions() -> None:
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()


def test_locks_name_no_host() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text()
        assert "--index-url" not in lock.read_text()
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]


def test_personal_fields_are_declared() -> None:
    """A field whose name looks personal is in its context's register, or said not to be, and why."""
    missing = []
    for context, model, field in _our_fields():
        if PERSONAL_NAME.search(field.name) and isinstance(field, models.Field):
            key = f"{model._meta.model_name}.{field.name}"
            personal, other = _registers(context)
            if key not in personal and key not in other:
                missing.append(f"{context}/personal_data.py: {key}")
    assert not missing


def test_the_register_of_personal_fields_names_what_exists() -> None:
    existing = {(context, f"{model._meta.model_name}.{field.name}") for context, model, field in _our_fields()}
    for context in ranks():
        personal, other = _registers(context)
        assert not [key for key in [*personal, *other] if (context, key) not in existing], context
        assert all(isinstance(value, PersonalField) for value in personal.values())
        assert all(other.values()), "say why it is not personal"


def _registers(context: str) -> tuple[dict[str, PersonalField], dict[str, str]]:
    name = f"ancrage.{context}.personal_data"
    if find_spec(name) is None:
        return {}, {}
    module = import_module(name)
    return module.PERSONAL, getattr(module, "NOT_PERSONAL", {})


def _our_fields() -> Iterator[tuple[str, type[models.Model], models.Field]]:
    """History tables copy a model declared elsewhere; erasure follows them by their model."""
    for model in apps.get_models():
        if model._meta.app_label in ranks() and not hasattr(model, "pgh_tracked_model"):
            for field in model._meta.get_fields():
                if field.concrete and not field.is_relation and field.name != "id":
                    yield model._meta.app_label, model, field


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _is_view(path: Path) -> bool:
    return "views" in path.with_suffix("").parts


def _may_write(path: Path) -> bool:
    return bool({"actions", "management"} & set(path.with_suffix("").parts)) or context_of(path) in {"core", "config"}


def _calls(module: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func.attr


def _writes(call: ast.Call, name: str) -> bool:
    names = {n.attr if isinstance(n, ast.Attribute) else n.id for n in _chain(call)}
    if names & NOT_ROWS or any(part.startswith("super") for part in names):
        return False
    return name in ALWAYS_WRITES or (name in WRITES_ON_ROWS and bool(names & ROWS))


def _chain(call: ast.Call) -> Iterator[ast.Attribute | ast.Name]:
    for node in ast.walk(call.func):
        if isinstance(node, (ast.Attribute, ast.Name)):
            yield node


def _assigns(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)
