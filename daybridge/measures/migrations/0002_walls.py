from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_first")]

    operations = [
        Walls("measures_assignment", "measures_sheet", "measures_sheetpart", "measures_score"),
        AppendOnly("measures_sheetpart", "measures_score"),
    ]
