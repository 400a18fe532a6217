"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "measures_sheetpart",
    "measures_score",
)


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]

    operations = [
        RowLevelSecurity("measures_assignment", "measures_sheet", *_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
    ]
