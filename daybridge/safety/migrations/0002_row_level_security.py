"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "safety_alertstep",
    "safety_ruleedit",
    "safety_rulesignoff",
    "safety_ladderedit",
    "safety_worthalook",
    "safety_lookfeedback",
    "safety_radarbudget",
    "safety_radarnight",
    "safety_safetyplanversion",
    "safety_safetyplanstep",
    "safety_helpasked",
    "safety_supporterconcern",
)
# How somebody can help is for the participant's own supporter.
HELP_ASKED = """
alter table safety_helpasked add constraint help_asked_of_own_supporter
  foreign key (supporter_id, participant_id) references people_supporter (id, participant_id);
"""
# A concern is about the participant whose supporter wrote it.
CONCERNS = """
alter table safety_supporterconcern add constraint concern_of_own_supporter
  foreign key (supporter_id, participant_id) references people_supporter (id, participant_id);
"""


class Migration(migrations.Migration):
    dependencies = [("safety", "0001_initial"), ("people", "0002_row_level_security")]

    operations = [
        RowLevelSecurity(
            "safety_supportrequest",
            "safety_alert",
            "safety_holiday",
            "safety_oncallshift",
            "safety_shifthandover",
            "safety_radarfinding",
            *_ADDED_ONLY,
        ),
        AppendOnly(*_ADDED_ONLY),
        migrations.RunSQL(HELP_ASKED),
        migrations.RunSQL(CONCERNS),
    ]
