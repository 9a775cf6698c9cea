"""``bench/RESULTS.md``: a section for each part and size, replaced when it is measured again."""

import os
import platform
import re
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = "# Measures\n\nEach section is what its command last saw.\n"
TITLES = {
    "pages": "Pages",
    "search": "Search from anywhere",
    "ranking": "Ranking of the service directory",
    "occupations": "Occupations by everyday titles",
    "export": "Export of a list",
    "import": "Import of a list",
    "directory": "The service directory",
    "directory-import": "Import into the service directory",
}


def keep_at(part: str, size: int, lines: list[str], *, of: str) -> None:
    """Write the section of ``part`` at up to ``size`` rows ``of`` something, as ``keep`` does."""
    keep(part, f"make bench{'-full' if size == 1_000_000 else ''}", lines, at=f", up to {number(size)} {of}")


def keep(part: str, command: str, lines: list[str], *, at: str = "") -> None:
    """Write the section of ``part`` in place of the former one, and say it."""
    title = f"## {TITLES[part]}{at}"
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    where = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    text = "\n".join([title, "", f"{datetime.now(UTC):%Y-%m-%d}, `{command}`, commit {commit}, {where}.", *lines, ""])
    kept = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else HEAD
    head, *sections = re.split(r"(?m)^(?=## )", kept)
    others = [section.rstrip() + "\n" for section in sections if not section.startswith(title)]
    RESULTS.write_text("\n".join([head.rstrip() + "\n", *sorted([*others, text])]), encoding="utf-8")
    print(text)


def table(head: str, rows: Iterable[str]) -> list[str]:
    """``head`` and ``rows``: cells between bars; the first column to the left, the others as numbers."""
    columns = head.count("|")
    return [f"| {head} |", "|---|" + "--:|" * columns, *(f"| {row} |" for row in rows)]


def verdict(mark: str, seen: str, kept: bool) -> str:
    return f"{mark} | {seen} | {'yes' if kept else 'no'}"


def number(value: int) -> str:
    return f"{value:,}".replace(",", "\u00a0")
