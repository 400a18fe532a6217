from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED = (
    "screens_screendraw",
    "screens_screenstep",
    "screens_screenresult",
    "screens_screenwords",
    "screens_labmessage",
)


class Migration(migrations.Migration):
    dependencies = [("screens", "0001_first")]

    operations = [Walls(*_ADDED, "screens_screen", "screens_labreport"), AppendOnly(*_ADDED)]
