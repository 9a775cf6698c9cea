"""Of many words, those that few services have are asked first, and the widest not at all."""

import pytest
from django.db import connection

from ancrage.core.held import forget_all
from ancrage.directory.models import Publication
from ancrage.directory.queries.breadth import _width, distinct, narrowest
from tests.factories.directory import ServiceFactory


def test_what_is_said_twice_is_asked_once() -> None:
    assert distinct("'garder' | 'garder' | 'garderi'") == "'garder' | 'garderi'"
    assert distinct("'a' <-> 'b' | 'a' <-> 'b'") == "'a' <-> 'b'"
    assert distinct("('a' | 'a') & 'b'") == "('a' | 'a') & 'b'"


def test_a_saying_is_as_wide_as_its_rarest_word() -> None:
    shares = {"servic": 0.5, "gard": 0.1}
    assert _width("'servic' <2> 'gard'", shares, 0.01) == pytest.approx(0.1)
    assert _width("'servic' | 'gard' | ('rare' <-> 'servic')", shares, 0.01) == pytest.approx(0.61)
    assert _width("", shares, 0.01) == 0


@pytest.mark.django_db
def test_the_widest_are_left_out_of_a_large_directory() -> None:
    ServiceFactory.create_batch(3, name="Francisation")
    ServiceFactory.create(name="Poterie")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE directory_publication")
        forget_all()
        every = ["'francis'", "'poter'"]
        assert set(narrowest([*every, ""])) == set(every)
        # As many as in a province: PostgreSQL is told so, the rows are the same four.
        cursor.execute("UPDATE pg_class SET reltuples = 1000000 WHERE oid = 'directory_publication'::regclass")
        forget_all()
        assert narrowest(every) == ["'poter'"]
        assert narrowest(["'francis'"]) == ["'francis'"]
    assert Publication.objects.count() == 4
