from django.db import migrations

# Each alert gets its cause from the rulebook's version 1, which is all there was. Then the open alerts of one person
# become one: the gravest (then the one due first) takes in the others' causes, facts, steps and requests; the others stay
# as empty rows with the outcome "joined", so that what the audit says of them still points at something. It counts as
# taken only if all of them were, and is due when the first untaken one was. Forced walls would hide all rows from their
# owner, who migrates.
CAUSES = """
alter table safety_alert no force row level security;
alter table safety_alertstep no force row level security;
alter table safety_supportrequest no force row level security;

update safety_alert set
  answer_within_minutes = case rule
    when 'not-safe' then 5 when 'asked-for-contact' then 120 when 'urge-high' then 240 when 'mood-lowest' then 240
    else 1440 end,
  ended_by_id = case when closed_at is not null then taken_by_id end;

update safety_alert set causes = jsonb_build_array(jsonb_build_object(
  'rule', rule, 'level', level, 'version', rule_version, 'edit', 0, 'source', rule_source, 'who', 'care-team',
  'answer_within_minutes', answer_within_minutes, 'gravity', gravity, 'marks', to_jsonb(marks),
  'kind', case rule
    when 'not-safe' then 'not_safe' when 'asked-for-contact' then 'asked_for_contact'
    when 'urge-high' then 'urge_at_least' when 'mood-lowest' then 'lowest_mood_days' else 'silent_days' end,
  'at_least', case rule when 'urge-high' then 8 else 0 end,
  'days', case when rule in ('mood-lowest', 'no-entry') then 3 else 0 end,
  'below', 0, 'instrument', '', 'score', ''));
"""
JOINED = """
create temporary table joining on commit drop as
select * from (
  select id, organization_id, causes, facts, taken_at, due_at, answer_within_minutes,
    first_value(id) over one_person as kept,
    row_number() over one_person as place
  from safety_alert where closed_at is null
  window one_person as (
    partition by participant_id
    order by array_position(array['urgent', 'same_day', 'next_day', 'review'], level::text), due_at, id)
) as ranked;

update safety_alertstep set alert_id = kept from joining where joining.id = alert_id and place > 1;
update safety_supportrequest set alert_id = kept from joining where joining.id = alert_id and place > 1;

update safety_alert set
  causes = together.causes, facts = together.facts, due_at = together.due_at,
  answer_within_minutes = together.minutes,
  taken_at = case when together.all_taken then safety_alert.taken_at end,
  taken_by_id = case when together.all_taken then safety_alert.taken_by_id end
from (
  select kept, organization_id,
    jsonb_agg(cause order by place) as causes,
    (select jsonb_agg(fact order by other.place, nth)
       from joining as other, jsonb_array_elements(other.facts) with ordinality as list(fact, nth)
       where other.kept = joining.kept) as facts,
    coalesce(min(due_at) filter (where taken_at is null), min(due_at)) as due_at,
    min(answer_within_minutes) as minutes,
    bool_and(taken_at is not null) as all_taken
  from joining, jsonb_array_elements(joining.causes) as cause
  group by kept, organization_id having count(*) > 1
) as together where together.kept = safety_alert.id;

insert into safety_alertstep (id, organization_id, alert_id, at, kind, facts, note)
select gen_random_uuid(), organization_id, kept, now(), 'joined', '[]', ''
from joining where place = 2;

update safety_alert set closed_at = now(), outcome = 'joined' from joining where joining.id = safety_alert.id and place > 1;

set constraints all immediate;
alter table safety_alert force row level security;
alter table safety_alertstep force row level security;
alter table safety_supportrequest force row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("safety", "0003_rules_and_roster")]

    operations = [
        migrations.RemoveConstraint(
            model_name="alert",
            name="one_open_alert_per_rule",
        ),
        migrations.RemoveConstraint(
            model_name="alert",
            name="closing_needs_an_owner_and_an_outcome",
        ),
        migrations.RunSQL(CAUSES),
        migrations.RunSQL(JOINED),
    ]
