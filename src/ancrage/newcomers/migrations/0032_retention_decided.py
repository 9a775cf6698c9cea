import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0031_messaged"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="retentionrule",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="décidé"),
        ),
        migrations.AddField(
            model_name="retentionrule",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="décidé par",
            ),
        ),
        migrations.AddField(
            model_name="retentionrule",
            name="is_confirmed",
            field=models.BooleanField(default=False, verbose_name="confirmé"),
        ),
        migrations.AddField(
            model_name="retentionrule",
            name="reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="raison du changement"),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None)),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="retention_decided_has_a_reason",
                violation_error_message="Un délai changé porte sa raison.",
            ),
        ),
    ]
