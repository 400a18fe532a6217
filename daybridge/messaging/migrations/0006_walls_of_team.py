from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED_ONLY = ("messaging_teammessage", "messaging_teamreading")


class Migration(migrations.Migration):
    dependencies = [("messaging", "0005_team")]

    operations = [Walls(*_ADDED_ONLY), AppendOnly(*_ADDED_ONLY)]
