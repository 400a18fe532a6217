from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_files")]

    operations = [Walls("messaging_messagefile"), AppendOnly("messaging_messagefile")]
