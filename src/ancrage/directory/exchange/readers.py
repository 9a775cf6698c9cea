"""A file read as its format says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO, Any, Final

from ancrage.directory.exchange.checks import check, corrected
from ancrage.directory.exchange.inclusion import inclusion_items
from ancrage.directory.exchange.items import Fault, Item, within
from ancrage.directory.exchange.json_files import json_items
from ancrage.directory.exchange.nodes import Node, Taking
from ancrage.directory.exchange.sheet_fields import FIELDS
from ancrage.directory.exchange.sheets import sheet_items
from ancrage.directory.exchange.tables import table_items
from ancrage.directory.models import SourceFormat

STRICT: Final = frozenset({SourceFormat.HSDS_JSON, SourceFormat.HSDS_TABLES})
"""Formats that must be all that HSDS asks for."""


def items_of(kind: str, file: IO[bytes], mapping: Mapping[str, Any]) -> Iterator[Item]:
    """The records of ``file``, in constant memory.

    :raises SourceUnreadable: at once or further on.
    """
    if kind == SourceFormat.HSDS_JSON:
        return json_items(file)
    if kind == SourceFormat.HSDS_TABLES:
        return table_items(file)
    if kind == SourceFormat.SPREADSHEET:
        return sheet_items(file, mapping)
    return inclusion_items(file)


@dataclass(slots=True)
class Judge:
    """Records judged one by one. ``corrects``: what has an obvious correction gets it."""

    strict: bool
    corrects: bool
    taking: Taking
    is_sheet: bool = False

    def judged(self, item: Item) -> Node | list[Fault]:
        found = check(item, strict=self.strict)
        if isinstance(found, list) and self.corrects and (right := corrected(item, self.strict)):
            item, found = right, check(right, strict=self.strict)
        if isinstance(found, list):
            return [self._told(fault, item) for fault in found]
        return self.taking.apart(item.kind, found, item.place)

    def _told(self, fault: Fault, item: Item) -> Fault:
        """Of a spreadsheet, the column as people call it."""
        label = FIELDS.get(fault.place.rpartition(".")[2].rpartition(" ")[2]) if self.is_sheet else None
        return replace(fault, place=within(item.place, str(label))) if label else fault
