from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("safety", "0001_first")]

    operations = [
        Walls("safety_supportrequest", "safety_alert", "safety_alertstep"),
        AppendOnly("safety_alertstep"),
    ]
