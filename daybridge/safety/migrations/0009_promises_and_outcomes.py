from django.db import migrations, models

# Forced walls would hide all rows from their owner, who migrates.
PROMISED = """
alter table safety_alert no force row level security;
update safety_alert set promised_at = due_at;
alter table safety_alert force row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("safety", "0008_safety_plan")]

    operations = [
        migrations.AddField(
            "alertstep", "outcome", models.CharField(blank=True, db_default="", default="", max_length=30)
        ),
        migrations.AddField("alert", "promised_at", models.DateTimeField(null=True)),
        migrations.RunSQL(PROMISED, migrations.RunSQL.noop),
        migrations.AlterField("alert", "promised_at", models.DateTimeField()),
    ]
