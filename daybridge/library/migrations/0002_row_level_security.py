"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = ("library_opened",)
# What was assigned and by whom stays; withdrawing it is all that the application changes.
ONLY_WITHDRAWN = """
revoke update, delete, truncate on library_assigned from daybridge_app;
grant update (taken_back_at) on library_assigned to daybridge_app;
"""


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]

    operations = [
        RowLevelSecurity("library_assigned", *_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
        migrations.RunSQL(ONLY_WITHDRAWN),
    ]
