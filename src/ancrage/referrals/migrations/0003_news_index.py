from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("referrals", "0002_questions"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            models.Q(("answered_at__isnull", False), models.Q(("state", "withdrawn"), _negated=True)),
                            ("state", "expired"),
                            _connector="OR",
                        ),
                        ("seen_at", None),
                    ),
                    ("state", "under_study"),
                    _connector="OR",
                ),
                fields=["id"],
                name="referral_news",
            ),
        ),
    ]
