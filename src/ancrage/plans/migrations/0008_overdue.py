from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0007_action_by_plan"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="planaction",
            index=models.Index(
                condition=models.Q(("state__in", ["todo", "doing", "postponed"])),
                fields=["due_on", "id"],
                include=("plan",),
                name="action_due",
            ),
        ),
    ]
