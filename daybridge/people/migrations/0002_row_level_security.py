"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = ("people_zonestay",)
# Accounts must be found before anyone's organization is known. `sign-in` is set only while a request signs someone in or is
# about accounts themselves; everywhere else an account of another organization does not exist.
ORGANIZATION = """
alter table people_organization enable row level security;
alter table people_organization force row level security;
create policy organization on people_organization using (
  id = (select nullif(current_setting('app.org', true), '')::uuid)
  or (select current_setting('app.door', true)) = 'machinery'
) with check (id = (select current_setting('app.org')::uuid));
"""
ACCOUNT = """
alter table people_account enable row level security;
alter table people_account force row level security;
create policy organization on people_account using (
  organization_id = (select nullif(current_setting('app.org', true), '')::uuid)
  or (select current_setting('app.door', true)) = 'sign-in'
);
"""
# What belongs to an account is visible where the account is.
OF_ACCOUNTS = [
    f"""
    alter table {table} enable row level security;
    alter table {table} force row level security;
    create policy organization on {table} using (exists (select from people_account where people_account.id = user_id));
    """
    for table in ("account_emailaddress", "mfa_authenticator", "usersessions_usersession")
]
# Who a supporter is and whose stays as it was entered; joining and removing are all that the application changes. Rows of
# other modules name a supporter together with the participant (a foreign key to both).
SUPPORTER = """
alter table people_supporter add constraint supporter_of_participant unique (id, participant_id);
revoke update, delete, truncate on people_supporter from daybridge_app;
grant update (account_id, joined_at, removed_at, language) on people_supporter to daybridge_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        RowLevelSecurity(
            "people_staff",
            "people_participant",
            "people_identifier",
            "people_contact",
            "people_careteammember",
            "people_invitation",
            "people_supporter",
            *_ADDED_ONLY,
        ),
        AppendOnly(*_ADDED_ONLY),
        migrations.RunSQL([ORGANIZATION, ACCOUNT, *OF_ACCOUNTS, SUPPORTER]),
    ]
