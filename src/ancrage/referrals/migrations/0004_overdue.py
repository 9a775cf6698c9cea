from django.conf import settings
from django.db import migrations, models

import ancrage.core.sql


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("referrals", "0003_news_index"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                ancrage.core.sql.HomeDay("expires_at"),
                models.F("id"),
                condition=models.Q(
                    ("seen_at__isnull", True), ("state__in", ["sent", "opened", "under_study", "expired"])
                ),
                name="referral_silent",
            ),
        ),
    ]
