from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED_ONLY = ("notes_note", "notes_addendum", "notes_cosignature", "notes_ownnote")


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_first")]

    operations = [Walls("notes_draft", "notes_draftcell", "notes_supervision", *_ADDED_ONLY), AppendOnly(*_ADDED_ONLY)]
