from django.db import migrations

from daybridge.core.tenancy import Walls


class Migration(migrations.Migration):
    dependencies = [("programs", "0006_calendar")]

    operations = [
        Walls("programs_series", "programs_seat", "programs_occurrence", "programs_booking", "programs_closure"),
    ]
