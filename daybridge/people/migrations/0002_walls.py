from django.db import migrations

from daybridge.core.tenancy import Walls

# Accounts must be found before anyone's organization is known. The door `sign-in` is open only while a request signs
# someone in or is about accounts themselves; everywhere else an account of another organization does not exist.
ORGANIZATION = """
alter table people_organization enable row level security;
alter table people_organization force row level security;
create policy wall on people_organization using (
  id = (select nullif(current_setting('app.org', true), '')::uuid)
  or (select current_setting('app.door', true)) = 'machinery'
) with check (id = (select current_setting('app.org')::uuid));
"""
ACCOUNT = """
alter table people_account enable row level security;
alter table people_account force row level security;
create policy wall on people_account using (
  organization_id = (select nullif(current_setting('app.org', true), '')::uuid)
  or (select current_setting('app.door', true)) = 'sign-in'
);
"""
# What belongs to an account is behind that account's wall.
BELONGINGS = [
    f"""
    alter table {table} enable row level security;
    alter table {table} force row level security;
    create policy wall on {table} using (exists (select from people_account where people_account.id = user_id));
    """
    for table in ("account_emailaddress", "mfa_authenticator", "usersessions_usersession")
]


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_first"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        Walls(
            "people_staff",
            "people_participant",
            "people_identifier",
            "people_contact",
            "people_careteammember",
            "people_invitation",
        ),
        migrations.RunSQL([ORGANIZATION, ACCOUNT, *BELONGINGS], migrations.RunSQL.noop),
    ]
