"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "checkins_checkin",
    "checkins_diarysetup",
    "checkins_entry",
    "checkins_gonethrough",
)


class Migration(migrations.Migration):
    dependencies = [("checkins", "0001_initial")]

    operations = [
        RowLevelSecurity(*_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
    ]
