from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

INDEX = "directory_publication_terms"


class Migration(migrations.Migration):
    """Words wait to be put in the index together: ``actions.publishing`` does it at the end of each block."""

    dependencies = [
        ("directory", "0017_businesses"),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER INDEX {INDEX} SET (fastupdate = on)",
            f"ALTER INDEX {INDEX} SET (fastupdate = off)",
            state_operations=[
                migrations.RemoveIndex("publication", INDEX),
                migrations.AddIndex("publication", GinIndex(fields=["terms"], name=INDEX, fastupdate=True)),
            ],
        ),
    ]
