from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED_ONLY = ("substances_usehistory", "substances_usegoal", "substances_useday", "substances_rememberedday")


class Migration(migrations.Migration):
    dependencies = [("substances", "0001_first")]

    operations = [Walls(*_ADDED_ONLY), AppendOnly(*_ADDED_ONLY)]
