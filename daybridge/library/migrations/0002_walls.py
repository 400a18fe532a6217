from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("library", "0001_first")]

    operations = [
        Walls("library_assigned", "library_opened"),
        AppendOnly("library_opened"),
    ]
