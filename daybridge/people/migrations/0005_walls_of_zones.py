from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("people", "0004_zones_lived")]

    operations = [Walls("people_zonestay"), AppendOnly("people_zonestay")]
