from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_reminders")]

    operations = [
        Walls("notifications_reminder", "notifications_reminderversion"),
        AppendOnly("notifications_reminderversion"),
    ]
