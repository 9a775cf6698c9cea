"""Whoever deletes a row waits for the database to look at everything that may point to it: through an index."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
# What is never deleted by the thousand: reference lists, places, accounts.
_BY_HAND = ("territory_", "directory_", "accounts_", "questionnaires_", "newcomers_closingreason", "procrastinate_")
_UNINDEXED = """
SELECT c.conrelid::regclass::text || '.' || a.attname, c.confrelid::regclass::text
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND NOT EXISTS (
    SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1]
    AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) = '(' || a.attname || ' IS NOT NULL)')
)
"""


def test_what_points_to_a_row_is_found_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_UNINDEXED)
        found = {key for key, target in cursor.fetchall() if not target.startswith(_BY_HAND)}
    assert not found
