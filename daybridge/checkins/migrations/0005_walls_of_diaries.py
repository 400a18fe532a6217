from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("checkins", "0004_diaries_and_worksheets")]

    operations = [
        Walls("checkins_diarysetup", "checkins_entry"),
        AppendOnly("checkins_diarysetup", "checkins_entry"),
    ]
