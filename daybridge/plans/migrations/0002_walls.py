from django.db import migrations

from daybridge.core.tenancy import Walls


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_first")]

    operations = [Walls("plans_objective")]
