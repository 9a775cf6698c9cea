"""The verbs that the code writes in the register, read from its sources.

The first argument of each ``record(…)`` is followed to what it may be: a constant, a choice between two, a text
built of parts, a parameter (through the calls of its function), or what its annotation allows (a model's name, a
member of an enum, a field of a declared row). Whatever else it is fails: write it so that it can be read.
"""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from importlib import import_module
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

from django.apps import apps

from tests.sources import SOURCES, place, python_files, tree

# It writes what pages declare in ``consults=``, which is read there.
_PAGES = SOURCES / "accounts" / "pages.py"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Scope:
    path: Path
    function: Function | None

    @property
    def module(self) -> ModuleType:
        parts = ("ancrage", *self.path.relative_to(SOURCES).with_suffix("").parts)
        return import_module(".".join(part for part in parts if part != "__init__"))


def recorded_verbs() -> set[str]:
    found: set[str] = set()
    for scope, call in _calls():
        if _name(call) == "record" and scope.path != _PAGES:
            found |= _values(call.args[0], scope)
        for keyword in call.keywords:
            if keyword.arg == "consults" and _name(call) == "page":
                found |= _values(keyword.value, scope)
    return found


def _calls() -> Iterator[tuple[Scope, ast.Call]]:
    for path in python_files():
        yield from _below(tree(path), Scope(path, None))


def _below(node: ast.AST, scope: Scope) -> Iterator[tuple[Scope, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield scope, child
        yield from _below(child, replace(scope, function=child) if isinstance(child, Function) else scope)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _values(node: ast.expr, scope: Scope) -> set[str]:  # noqa: PLR0911 - one answer by kind of expression
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp(body=one, orelse=other):
            return _values(one, scope) | _values(other, scope)
        case ast.FormattedValue(value=inner):
            return _values(inner, scope)
        case ast.JoinedStr(values=parts):
            return {"".join(texts) for texts in product(*(_values(part, scope) for part in parts))}
        case ast.Name(id=name):
            return _of_name(name, node, scope)
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id=name), attr="_meta"), attr=attribute):
            return {str(getattr(model._meta, attribute)) for model in _models(_annotation(name, scope))}
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            return _of_attribute(name, attribute, node, scope)
    raise AssertionError(f"{place(scope.path, node.lineno)}: this verb cannot be read from the code")


def _of_name(name: str, node: ast.expr, scope: Scope) -> set[str]:
    if scope.function is not None:
        assigned = [
            one.value
            for one in ast.walk(scope.function)
            if isinstance(one, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in one.targets)
        ]
        if assigned:
            return set().union(*(_values(value, scope) for value in assigned))
        if name in _parameters(scope.function):
            return _given(name, scope)
    value = getattr(scope.module, name, None)
    assert isinstance(value, str), f"{place(scope.path, node.lineno)}: {name} is no text"
    return {str(value)}


def _of_attribute(name: str, attribute: str, node: ast.expr, scope: Scope) -> set[str]:
    """A member of an enum, or that attribute of each value that the annotation of ``name`` allows."""
    if scope.function is None or name not in _parameters(scope.function):
        return {str(getattr(getattr(scope.module, name), attribute))}
    kind = _annotation(name, scope)
    declared = list(kind) if issubclass(kind, Enum) else _instances(kind)
    assert declared, f"{place(scope.path, node.lineno)}: nothing declares a {kind.__name__}"
    return {str(getattr(one, attribute)) for one in declared}


def _given(name: str, scope: Scope) -> set[str]:
    """What the calls of the function of ``scope`` pass as ``name``."""
    function = scope.function
    assert function is not None
    position = _parameters(function).index(name)
    found: set[str] = set()
    for caller, call in _calls():
        if _name(call) != function.name or not _is_known(function, scope, caller):
            continue
        by_name = [keyword.value for keyword in call.keywords if keyword.arg == name]
        passed = by_name or call.args[position : position + 1]
        assert passed, f"{place(caller.path, call.lineno)}: {name} is not passed as written"
        found |= _values(passed[0], caller)
    assert found, f"{place(scope.path, function.lineno)}: nobody calls {function.name}"
    return found


def _is_known(function: Function, scope: Scope, caller: Scope) -> bool:
    """Whether the name called there is this very function."""
    ours, theirs = getattr(scope.module, function.name, None), getattr(caller.module, function.name, None)
    return ours is not None and ours is theirs


def _parameters(function: Function) -> list[str]:
    return [one.arg for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]


def _annotation(name: str, scope: Scope) -> Any:
    assert scope.function is not None
    return get_type_hints(inspect.unwrap(getattr(scope.module, scope.function.name)))[name]


def _models(annotation: Any) -> list[type]:
    """The models that an annotation stands for, those that build on them included."""
    kinds = get_args(annotation) or (annotation,)
    flat = [one for kind in kinds for one in (get_args(kind) or (kind,))]
    return [model for model in apps.get_models() if issubclass(model, tuple(flat)) and _is_first(model)]


def _is_first(model: type) -> bool:
    return model.__module__.startswith("ancrage.") and not hasattr(model, "pgh_obj")


def _instances(kind: type) -> list[Any]:
    """The rows of that class that its own module declares by name."""
    return [one for one in vars(import_module(kind.__module__)).values() if isinstance(one, kind)]
