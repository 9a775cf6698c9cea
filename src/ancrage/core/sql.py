"""SQL functions of the first migration, as Django expressions."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import (
    Aggregate,
    BooleanField,
    DateField,
    Func,
    IntegerField,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Reverse
from django.db.models.lookups import StartsWith

from ancrage.core.clock import HOME_ZONE
from ancrage.core.copy_text import array


class SortsAs(Func):
    """Whether what sorts as ``field`` says is one of ``texts``; many of them at once, and by the index of the field."""

    template = "(%(expressions)s) AS one)))"
    arg_joiner = " = ANY(ARRAY(SELECT fr_sort(one) FROM unnest("
    output_field = BooleanField()

    def __init__(self, field: str, texts: Sequence[str]) -> None:
        super().__init__(field, Value(list(texts), output_field=ArrayField(TextField())))


class AmongIds(Func):
    """Whether ``field`` is one of the identifiers that ``rows`` give, read once: the index of the field may be used.

    Under an « or », ``field__in=rows`` is instead looked at for each row of the table.
    """

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, field: str, rows: QuerySet[Any]) -> None:
        super().__init__(field, ArraySubquery(rows))


class _Counted(Subquery):
    empty_result_set_value = NotImplemented


class RowCount(Func):
    """How many rows a queryset has: as a value, so that it may be prepared with the rest.

    Zero, too, of what Django knows beforehand to be empty, such as the dossiers of whoever reaches none.
    """

    template = "(SELECT COUNT(*) FROM %(expressions)s counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(_Counted(rows))


class Among(Func):
    """Whether ``field`` is one of ``ids``: one value, however many they are, where ``__in`` makes one of each."""

    template = "(%(expressions)s::uuid[]))"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, field: str, ids: Iterable[UUID]) -> None:
        # As a text: psycopg would look each id up to write it.
        super().__init__(field, Value(array(ids), output_field=TextField()))


class OneOf(Func):
    """Whether ``field`` is one of ``words``, a space ``apart``: hundreds cost the planner nothing, and its index is read."""

    arg_joiner = " = ANY(string_to_array("
    output_field = BooleanField()

    def __init__(self, field: str, words: str, *, apart: str = " ") -> None:
        super().__init__(field, Value(words, output_field=TextField()))
        self.template = f"(%(expressions)s, '{apart}')))"


class EndsWith(StartsWith):
    """Whether ``field`` ends with ``end``: an index of what it is backwards (``PREFIX_OPS``) finds it."""

    def __init__(self, field: str, end: str) -> None:
        super().__init__(Reverse(field), end[::-1])


PREFIX_OPS: Final = "text_pattern_ops"
"""How an index must compare for a beginning to be found in it, whatever the order of the server."""


class HasPart(Func):
    """Whether a word has ``part``, letters and digits alone, within it or at its beginning."""

    output_field = BooleanField()

    def __init__(self, field: str, part: Value, *, begins: bool) -> None:
        super().__init__(field, part)
        self.arg_joiner = " LIKE " if begins else " LIKE '%%' || "
        self.template = "(%(expressions)s || '%%')"


class FrSort(Func):
    """How French text sorts: no accents, no case, the same on every server."""

    function = "fr_sort"
    output_field = TextField()


class HomeDay(Func):
    """The day it is in Québec at a moment: the SQL twin of ``core.dates.local_day``, which an index may hold."""

    template = f"((%(expressions)s AT TIME ZONE '{HOME_ZONE.key}')::date)"
    output_field = DateField()


class Fold(Func):
    """Lower case, no accents, letters and digits only: the SQL twin of ``core.text.fold``."""

    function = "fr_fold"
    output_field = TextField()


class FrDoc(Func):
    """The search vector of a French text."""

    function = "fr_doc"
    output_field = SearchVectorField()


class FrQuery(Func):
    """The search query behind what a person typed."""

    function = "fr_query"
    output_field = SearchQueryField()


class NameKey(Func):
    """How a name sounds: the SQL twin of ``core.text.name_key``."""

    function = "name_key"
    output_field = TextField()


class NameBones(Func):
    """What sounds of a name once its vowels are left out: the SQL twin of ``newcomers.queries.scripts.bones_of_keys``."""

    template = "translate(name_key(%(expressions)s), 'aiuhv', '')"
    output_field = TextField()


class WordsOf(Func):
    """The words of texts already folded, as an array."""

    template = "string_to_array(%(expressions)s, ' ')"
    arg_joiner = " || ' ' || "
    output_field = ArrayField(TextField())


class Overlaps(Func):
    """Whether an array has one of ``words``, a space apart."""

    template = "(%(expressions)s, ' '))"
    arg_joiner = " && string_to_array("
    output_field = BooleanField()


class Matches(Func):
    """Whether a search vector answers a search query: ``filter(Matches("search", FrQuery(Value(words))))``."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


class Median(Aggregate):
    """The value that half of the rows are under."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
