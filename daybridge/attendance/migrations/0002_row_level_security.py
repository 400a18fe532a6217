"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "attendance_correction",
    "attendance_presencemark",
    "attendance_markwithdrawn",
    "attendance_excuse",
    "attendance_promise",
    "attendance_sessionrating",
    "attendance_practicetold",
    "attendance_guestvisit",
)


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_initial")]

    operations = [
        RowLevelSecurity(
            "attendance_heldsession",
            "attendance_break",
            "attendance_facilitator",
            "attendance_attendance",
            *_ADDED_ONLY,
        ),
        AppendOnly(*_ADDED_ONLY),
    ]
