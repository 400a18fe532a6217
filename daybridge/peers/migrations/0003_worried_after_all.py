from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("peers", "0002_walls")]

    operations = [
        migrations.RemoveConstraint("peerreport", "a_post_is_reported_once_each"),
        migrations.AddConstraint(
            "peerreport",
            models.UniqueConstraint(fields=["member", "post", "why"], name="a_post_is_reported_once_each"),
        ),
    ]
