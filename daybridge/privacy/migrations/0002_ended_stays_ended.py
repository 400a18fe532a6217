from django.db import migrations

# The application may end a share, and never take an end back: a share given anew is a row of its own.
ENDED_STAYS_ENDED = """
create policy ended_stays_ended on privacy_share as restrictive for update to daybridge_app
  using (ended_at is null) with check (true);
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_shares")]

    operations = [migrations.RunSQL(ENDED_STAYS_ENDED, "drop policy ended_stays_ended on privacy_share")]
