"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "screens_screendraw",
    "screens_screenstep",
    "screens_screenresult",
    "screens_screenwords",
    "screens_labmessage",
)


class Migration(migrations.Migration):
    dependencies = [("screens", "0001_initial")]

    operations = [
        RowLevelSecurity("screens_screen", "screens_labreport", *_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
    ]
