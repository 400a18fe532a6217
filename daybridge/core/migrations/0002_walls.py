from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

# Waits for inserts under way and reads the sequence while no new one can start: every entry with a number up to this one
# is there for good. Runs as the owner, because the application itself may not lock the audit.
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
    dependencies = [("core", "0001_first")]

    operations = [
        Walls("core_auditentry", "core_auditseal", "core_reactionfailure", "core_alarm"),
        AppendOnly("core_auditentry", "core_auditseal"),
        migrations.RunSQL(SETTLED_BOUND, "drop function audit_settled_bound()"),
        migrations.RunSQL(CACHE, "drop table django_cache"),
    ]
