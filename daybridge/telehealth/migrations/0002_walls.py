from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED = ("telehealth_telehealthconsent",)


class Migration(migrations.Migration):
    dependencies = [("telehealth", "0001_first")]

    operations = [
        Walls(*_ADDED, "telehealth_videoroom", "telehealth_roomguest", "telehealth_roomconnection"),
        AppendOnly(*_ADDED),
    ]
