from django.db import migrations

from daybridge.core.tenancy import Walls


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_first")]

    operations = [
        Walls("programs_program", "programs_episode"),
    ]
