"""Lists of the records that are written when they are asked for: their ids first, then what is told of them."""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from django.db.models import QuerySet, Window
from django.db.models.functions import Mod, RowNumber

from ancrage.api.queries.listing import kept

_BLOCK: Final = 100
_APART: Final = 1000
Document = dict[str, Any]


@dataclass(frozen=True)
class Records:
    """The records of ``rows``, which has no order, written by ``write``."""

    key: Hashable
    rows: "QuerySet[Any]"
    write: Callable[[Collection[UUID]], dict[UUID, Document]]

    def page(self, offset: int, size: int) -> list[str]:
        """A far page is counted from the nearest of the ids known on the way: it reads few more rows than the first."""
        marks = kept("marks", self.key, self._marks) if offset >= _APART else []
        mark, past = divmod(offset, _APART)
        if mark >= len(marks):
            return self._written(list(self._ids()[offset : offset + size]))
        return self._written(list(self._ids().filter(pk__gte=marks[mark])[past : past + size]))

    def count(self) -> int:
        return self.rows.count()

    def everything(self) -> Iterator[str]:
        last = UUID(int=0)
        while ids := list(self._ids().filter(pk__gt=last)[:_BLOCK]):
            yield from self._written(ids)
            last = ids[-1]

    def one(self, pk: UUID) -> str | None:
        return next(iter(self._written(list(self._ids().filter(pk=pk)))), None)

    def _marks(self) -> list[UUID]:
        """The first id, and one every so many."""
        place = Window(RowNumber(), order_by="pk")
        return list(self._ids().alias(past=Mod(place - 1, _APART)).filter(past=0))

    def _ids(self) -> "QuerySet[Any, Any]":
        return self.rows.order_by("pk").values_list("pk", flat=True)

    def _written(self, ids: Sequence[UUID]) -> list[str]:
        documents = self.write(ids) if ids else {}
        return [orjson.dumps(documents[pk]).decode() for pk in ids if pk in documents]
