"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = ("telehealth_telehealthconsent",)


class Migration(migrations.Migration):
    dependencies = [("telehealth", "0001_initial")]

    operations = [
        RowLevelSecurity("telehealth_videoroom", "telehealth_roomguest", "telehealth_roomconnection", *_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
    ]
