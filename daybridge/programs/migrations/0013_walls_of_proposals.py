from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("programs", "0012_proposals_and_versions")]

    operations = [
        Walls("programs_scheduleversion", "programs_proposal", "programs_searchprogress"),
        AppendOnly("programs_scheduleversion"),
    ]
