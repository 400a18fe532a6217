from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED_ONLY = ("attendance_sessionrating", "attendance_practicetold")


class Migration(migrations.Migration):
    dependencies = [("attendance", "0003_afterwards")]

    operations = [Walls(*_ADDED_ONLY), AppendOnly(*_ADDED_ONLY)]
