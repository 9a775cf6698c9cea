"""Documents handed to people: tagged PDF (PDF/UA-1), made by typst from a template and data."""

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from ancrage.files.coverage import FONTS, shown

_ROOT = Path(__file__).parents[1]


class DocumentFault(RuntimeError):
    """The template and the data do not make a document we would hand over: a fault of the program."""


def make_pdf(template: Path, data: Any, *, at: datetime) -> bytes:  # noqa: ANN401 - a dataclass or a mapping
    """A PDF of ``data`` laid out by ``template``, a .typ file of ours.

    ``data`` reaches the template as JSON and never as source: no text of it can be taken for code. Characters
    our fonts lack become « ? ».

    :raises DocumentFault: on any error or warning.
    """
    inputs = {"data": json.dumps(_clean(asdict(data) if is_dataclass(data) and not isinstance(data, type) else data))}
    try:
        made, warnings = typst.compile_with_warnings(
            str(template),
            root=str(_ROOT),
            font_paths=_fonts(),
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs=inputs,
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:
        raise DocumentFault(template.name) from error
    if warnings:
        raise DocumentFault(f"{template.name}: {[warning.message for warning in warnings]}")
    if not isinstance(made, bytes):
        raise DocumentFault(f"{template.name}: several files")
    return made


@cache
def _fonts() -> "typst.Fonts":
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _clean(value: Any) -> Any:  # noqa: ANN401 - as JSON holds it
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Mapping):
        return {name: _clean(one) for name, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value
