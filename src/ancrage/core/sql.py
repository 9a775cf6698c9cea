"""SQL functions of the first migration, as Django expressions."""

from collections.abc import Sequence

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import Aggregate, BooleanField, DateField, Func, TextField, Value

from ancrage.core.clock import HOME_ZONE


class SortsAs(Func):
    """Whether what sorts as ``field`` says is one of ``texts``; many of them at once, and by the index of the field."""

    template = "(%(expressions)s) AS one)))"
    arg_joiner = " = ANY(ARRAY(SELECT fr_sort(one) FROM unnest("
    output_field = BooleanField()

    def __init__(self, field: str, texts: Sequence[str]) -> None:
        super().__init__(field, Value(list(texts), output_field=ArrayField(TextField())))


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


class Matches(Func):
    """Whether a search vector answers a search query: ``filter(Matches("search", FrQuery(Value(words))))``."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


class Median(Aggregate):
    """The value that half of the rows are under."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
