"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import RowLevelSecurity

# A share is of the participant whose supporter it is with. The rows are the history: the application may add one and end
# one, nothing else, and never take an end back.
SHARE = """
alter table privacy_share add constraint shared_by_whose_supporter_it_is
  foreign key (supporter_id, participant_id) references people_supporter (id, participant_id);
revoke update, delete, truncate on privacy_share from daybridge_app;
grant update (ended_at) on privacy_share to daybridge_app;
create policy ended_stays_ended on privacy_share as restrictive for update to daybridge_app
  using (ended_at is null) with check (true);
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial"), ("people", "0002_row_level_security")]

    operations = [
        RowLevelSecurity("privacy_share"),
        migrations.RunSQL(SHARE),
    ]
