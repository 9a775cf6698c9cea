from django.db import migrations

# ``is_confirmed`` says it: the grounds proposed with Ancrage said it too.
SAY_ONCE = """
UPDATE newcomers_retentionrule SET basis = replace(basis, ', à confirmer', '')
WHERE decided_by_id IS NULL AND basis LIKE '%, à confirmer'
"""


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0042_delays")]

    operations = [migrations.RunSQL(SAY_ONCE, migrations.RunSQL.noop)]
