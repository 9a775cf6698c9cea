"""The sources of Ancrage as the tests of its architecture read them."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "ancrage"


@cache
def ranks() -> dict[str, int]:
    """How high each context stands; those beside one another share a rank."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "contexts")
    return {name.strip(): -rank for rank, layer in enumerate(layers) for name in layer.split("|")}


def may_know(context: str, other: str) -> bool:
    """A context knows itself and those below it. Whatever is neither ours nor Django's came in with accounts."""
    if other == "django":
        return True
    if other not in ranks():
        return ranks()[context] >= ranks()["accounts"]
    return context == other or ranks()[context] > ranks()[other]


def context_of(path: Path) -> str:
    return path.relative_to(SOURCES).parts[0]


def python_files() -> list[Path]:
    """Everything written by hand: migrations come from the models."""
    return [path for path in sorted(SOURCES.rglob("*.py")) if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted(SOURCES.rglob("*.html"))


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield path, node


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"
