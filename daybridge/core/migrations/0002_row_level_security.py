"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "core_auditentry",
    "core_auditseal",
)
# Waits for inserts under way and reads the sequence while no new one can start: every entry with a number up to this one
# is permanent. Runs as the owner, because the application itself may not lock the audit.
SETTLED_BOUND = """
create function audit_settled_bound() returns bigint
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform set_config('lock_timeout', '2s', true);
  lock table core_auditentry in share mode;
  return (select last_value from core_auditentry_id_seq);
end $$
"""

CACHE = """
create table django_cache (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index django_cache_expires on django_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        RowLevelSecurity("core_reactionfailure", "core_alarm", "core_heartbeat", *_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
        migrations.RunSQL(SETTLED_BOUND),
        migrations.RunSQL(CACHE),
    ]
