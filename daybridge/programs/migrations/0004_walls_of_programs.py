from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("programs", "0003_programs_as_data")]

    operations = [
        Walls(
            "programs_site",
            "programs_room",
            "programs_programsite",
            "programs_rulepackversion",
            "programs_track",
            "programs_group",
        ),
        AppendOnly("programs_rulepackversion"),
    ]
