from django.db import migrations

# Services whose words and tags answer a query, read through the index of terms alone: for a few thousand rows the planner
# believes that reading them all is as quick, when weighing each takes twenty times longer.
_FOUND = """
CREATE OR REPLACE FUNCTION directory_found(wanted tsquery, most integer) RETURNS SETOF uuid ROWS 500
LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off AS
'SELECT service_id FROM directory_publication WHERE terms @@ wanted LIMIT most';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0011_french_beside_english"),
    ]

    operations = [migrations.RunSQL(_FOUND, "DROP FUNCTION directory_found(tsquery, integer)")]
