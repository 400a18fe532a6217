from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

# Who is asked is the participant's own supporter. A row is ended and never changed otherwise.
OF_THE_SAME_PERSON = """
alter table programs_familyinvitation add constraint asked_whose_supporter_it_is
  foreign key (supporter_id, participant_id) references people_supporter (id, participant_id);
revoke update, delete, truncate on programs_familyinvitation from daybridge_app;
grant update (ended_at) on programs_familyinvitation to daybridge_app;
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0018_family_groups"), ("privacy", "0003_more_parts")]

    operations = [
        Walls("programs_familyinvitation", "programs_familyanswer"),
        AppendOnly("programs_familyanswer"),
        migrations.RunSQL(OF_THE_SAME_PERSON, migrations.RunSQL.noop),
    ]
