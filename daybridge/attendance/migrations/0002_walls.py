from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED_ONLY = (
    "attendance_correction", "attendance_presencemark", "attendance_markwithdrawn", "attendance_excuse",
    "attendance_promise",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_first")]

    operations = [
        Walls(
            "attendance_heldsession",
            "attendance_break",
            "attendance_facilitator",
            "attendance_attendance",
            *_ADDED_ONLY,
        ),
        AppendOnly(*_ADDED_ONLY),
    ]
