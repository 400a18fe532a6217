from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED_ONLY = ("therapies_outline", "therapies_homework")


class Migration(migrations.Migration):
    dependencies = [("therapies", "0001_first")]

    operations = [Walls(*_ADDED_ONLY), AppendOnly(*_ADDED_ONLY)]
