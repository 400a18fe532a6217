from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("checkins", "0001_first")]

    operations = [
        Walls("checkins_checkin"),
        AppendOnly("checkins_checkin"),
    ]
