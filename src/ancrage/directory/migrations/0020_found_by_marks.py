from django.db import migrations

# As before, of those that have the marks of ``mask`` alone: what nearly all services have is not asked of the index.
_FOUND = """
DROP FUNCTION directory_found(tsquery, integer);
CREATE FUNCTION directory_found(wanted tsquery, mask bigint, most integer) RETURNS SETOF uuid ROWS 500
LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off AS
'SELECT service_id FROM directory_publication WHERE terms @@ wanted AND marks & mask = mask LIMIT most';
"""
_BEFORE = """
DROP FUNCTION directory_found(tsquery, bigint, integer);
CREATE FUNCTION directory_found(wanted tsquery, most integer) RETURNS SETOF uuid ROWS 500
LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off AS
'SELECT service_id FROM directory_publication WHERE terms @@ wanted LIMIT most';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0019_occupations"),
    ]

    operations = [migrations.RunSQL(_FOUND, _BEFORE)]
