from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0029_document_shared"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="savedview",
            name="one_view_of_a_name",
        ),
        migrations.AddField(
            model_name="savedview",
            name="listed",
            field=models.CharField(
                choices=[("dossiers", "Dossiers"), ("retards", "En retard"), ("aiguillages", "Aiguillages")],
                default="dossiers",
                max_length=12,
                verbose_name="liste",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("state", "planned")),
                fields=["due_on", "id"],
                include=("case",),
                name="follow_up_due",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("done_at", None)), fields=["due_on", "id"], name="task_due"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)),
                fields=("user", "listed", "name"),
                name="one_view_of_a_name",
                violation_error_message="Vous avez déjà une vue de ce nom.",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(("listed__in", ["dossiers", "retards", "aiguillages"])),
                name="view_of_a_known_list",
                violation_error_message="Cette liste n’a pas de vues.",
            ),
        ),
    ]
