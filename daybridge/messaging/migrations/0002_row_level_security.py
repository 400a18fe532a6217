"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "messaging_message",
    "messaging_messagestep",
    "messaging_messagefile",
    "messaging_teammessage",
    "messaging_teamreading",
    "messaging_announcement",
    "messaging_announcementto",
    "messaging_announcementreading",
)


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]

    operations = [
        RowLevelSecurity(*_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
    ]
