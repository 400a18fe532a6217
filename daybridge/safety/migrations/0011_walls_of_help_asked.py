from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

# How somebody can help is said to the participant's own supporter.
OF_THE_SAME_PERSON = """
alter table safety_helpasked add constraint help_asked_of_own_supporter
  foreign key (supporter_id, participant_id) references people_supporter (id, participant_id);
"""


class Migration(migrations.Migration):
    dependencies = [("safety", "0010_help_asked"), ("privacy", "0003_more_parts")]

    operations = [
        Walls("safety_helpasked"),
        AppendOnly("safety_helpasked"),
        migrations.RunSQL(OF_THE_SAME_PERSON, migrations.RunSQL.noop),
    ]
