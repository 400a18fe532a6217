from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("attendance", "0005_guests_who_came")]

    operations = [Walls("attendance_guestvisit"), AppendOnly("attendance_guestvisit")]
