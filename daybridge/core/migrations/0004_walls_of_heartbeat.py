from django.db import migrations

from daybridge.core.tenancy import Walls


class Migration(migrations.Migration):
    dependencies = [("core", "0003_heartbeat")]

    operations = [Walls("core_heartbeat")]
