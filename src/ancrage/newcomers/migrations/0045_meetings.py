from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0044_document_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="savedview",
            name="view_of_a_known_list",
        ),
        migrations.AlterField(
            model_name="savedview",
            name="listed",
            field=models.CharField(
                choices=[
                    ("dossiers", "Dossiers"),
                    ("demandes", "Demandes"),
                    ("retards", "En retard"),
                    ("aiguillages", "Aiguillages"),
                    ("rendez-vous", "Rendez-vous"),
                ],
                default="dossiers",
                max_length=12,
                verbose_name="liste",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(("listed__in", ["dossiers", "demandes", "retards", "aiguillages", "rendez-vous"])),
                name="view_of_a_known_list",
                violation_error_message="Cette liste n’a pas de vues.",
            ),
        ),
    ]
