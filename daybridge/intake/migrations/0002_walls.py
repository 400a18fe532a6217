from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_first")]

    operations = [
        Walls("intake_referral", "intake_referraldocument", "intake_referralstep"),
        AppendOnly("intake_referraldocument", "intake_referralstep"),
    ]
