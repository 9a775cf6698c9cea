import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0017_counter"),
        ("plans", "0006_need_translations"),
        ("referrals", "0002_questions"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="agent",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to=settings.AUTH_USER_MODEL,
                verbose_name="suivi par",
            ),
        ),
        migrations.AlterField(
            model_name="casereferral",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="newcomers.case",
                verbose_name="dossier",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("agent__isnull", False)),
                fields=["agent", "state"],
                include=("id", "service_point", "region", "is_restricted", "person", "plan"),
                name="case_followed",
            ),
        ),
        migrations.AddIndex(
            model_name="casereferral",
            index=models.Index(fields=["case"], include=("id", "referral", "need", "consent"), name="referral_of_case"),
        ),
    ]
