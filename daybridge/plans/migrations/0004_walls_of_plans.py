from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED_ONLY = ("plans_planversion", "plans_planstep", "plans_goalwords")


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_plans_signed")]

    operations = [Walls("plans_plandraft", *_ADDED_ONLY), AppendOnly(*_ADDED_ONLY)]
