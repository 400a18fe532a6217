from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("checkins", "0006_gone_through_together")]

    operations = [Walls("checkins_gonethrough"), AppendOnly("checkins_gonethrough")]
