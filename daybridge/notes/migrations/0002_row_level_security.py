"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "notes_note",
    "notes_addendum",
    "notes_cosignature",
    "notes_ownnote",
)


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_initial")]

    operations = [
        RowLevelSecurity("notes_draft", "notes_draftcell", "notes_supervision", *_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
    ]
