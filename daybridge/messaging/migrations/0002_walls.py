from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED_ONLY = ("messaging_message", "messaging_messagestep")


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_first")]

    operations = [Walls(*_ADDED_ONLY), AppendOnly(*_ADDED_ONLY)]
