from django.db import migrations

from daybridge.core.tenancy import Walls


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_first")]

    operations = [
        Walls(
            "notifications_notice",
            "notifications_delivery",
            "notifications_pushsubscription",
            "notifications_preference",
        ),
    ]
