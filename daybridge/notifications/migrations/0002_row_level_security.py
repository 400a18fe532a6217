"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = ("notifications_reminderversion",)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        RowLevelSecurity(
            "notifications_notice",
            "notifications_delivery",
            "notifications_pushsubscription",
            "notifications_preference",
            "notifications_reminder",
            *_ADDED_ONLY,
        ),
        AppendOnly(*_ADDED_ONLY),
    ]
