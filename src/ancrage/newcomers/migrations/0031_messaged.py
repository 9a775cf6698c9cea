from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0030_overdue"),
    ]

    operations = [
        migrations.AlterField(
            model_name="casebatch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("assigned", "Dossiers confiés"),
                    ("closed", "Dossiers fermés"),
                    ("messaged", "Personnes averties"),
                ],
                max_length=10,
                verbose_name="quoi",
            ),
        ),
    ]
