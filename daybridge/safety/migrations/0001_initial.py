import daybridge.core.clock
import daybridge.core.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('programs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='people.participant')),
                ('episode', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='programs.episode')),
                ('rule', models.CharField(max_length=40)),
                ('rule_version', models.PositiveIntegerField()),
                ('rule_source', models.CharField(max_length=200)),
                ('level', models.CharField(choices=[('urgent', 'urgent'), ('same_day', 'same_day'), ('next_day', 'next_day'), ('review', 'review')], max_length=10)),
                ('causes', models.JSONField(default=list)),
                ('answer_within_minutes', models.PositiveIntegerField(default=0)),
                ('facts', models.JSONField()),
                ('raised_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('promised_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='people.staff')),
                ('taken_at', models.DateTimeField(null=True)),
                ('taken_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('reached_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('second_look_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('follow_up_on', models.DateField(null=True)),
                ('followed_up_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=30)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['organization', 'due_at'], name='open_alerts_by_clock'), models.Index(fields=['participant', '-raised_at'], name='alerts_of_a_participant'), models.Index(condition=models.Q(('follow_up_on__isnull', False), ('followed_up_at', None)), fields=['organization', 'follow_up_on'], name='follow_ups_by_day')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('participant',), name='one_open_alert_each'), models.CheckConstraint(condition=models.Q(('closed_at', None), ('outcome', 'joined'), models.Q(('taken_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='closing_needs_a_taker_and_an_outcome'), models.CheckConstraint(condition=models.Q(('second_look_by', None), models.Q(('second_look_by', models.F('ended_by')), _negated=True), _connector='OR'), name='a_second_look_is_another_persons')],
            },
        ),
        migrations.CreateModel(
            name='AlertStep',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='safety.alert')),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('kind', models.CharField(max_length=20)),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('to_staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('facts', models.JSONField(default=list)),
                ('note', models.TextField(blank=True)),
                ('outcome', models.CharField(blank=True, db_default='', default='', max_length=30)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HelpAsked',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('supporter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.supporter')),
                ('ways', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=6)),
                ('said_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['supporter', '-said_at'], name='help_asked_of_a_supporter')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ways__len__lte', 6)), name='help_in_a_few_ways')],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('day', models.DateField()),
                ('name', models.CharField(max_length=80)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'day'), name='a_holiday_once')],
            },
        ),
        migrations.CreateModel(
            name='LadderEdit',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('number', models.PositiveIntegerField()),
                ('ladder', models.JSONField()),
                ('why', models.TextField()),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'number'), name='one_ladder_per_number')],
            },
        ),
        migrations.CreateModel(
            name='OnCallShift',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='people.staff')),
                ('backup', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('removed_at', None)), fields=['organization', 'until'], name='shifts_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='a_shift_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('backup', None), models.Q(('backup', models.F('staff')), _negated=True), _connector='OR'), name='nobody_backs_themselves_up')],
            },
        ),
        migrations.CreateModel(
            name='RadarBudget',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('per_day', models.DecimalField(decimal_places=1, max_digits=3)),
                ('why', models.TextField()),
                ('chosen_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('chosen_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', '-chosen_at'], name='budgets_latest_first')],
                'constraints': [models.CheckConstraint(condition=models.Q(('per_day__gt', 0), ('per_day__lte', 9)), name='a_budget_can_be_kept')],
            },
        ),
        migrations.CreateModel(
            name='RadarFinding',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='radar_findings', to='people.participant')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.episode')),
                ('kind', models.CharField(max_length=20)),
                ('points', models.PositiveSmallIntegerField()),
                ('facts', models.JSONField()),
                ('history', models.JSONField()),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'ended_on'], name='findings_of_a_participant'), models.Index(fields=['organization', 'ended_on'], name='findings_by_their_end')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('participant', 'kind'), name='one_living_finding_of_a_kind'), models.CheckConstraint(condition=models.Q(('points__gte', 1)), name='a_finding_has_points')],
            },
        ),
        migrations.CreateModel(
            name='RadarNight',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('zone', models.CharField(max_length=64)),
                ('on_day', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'zone', 'on_day'), name='a_night_is_read_once')],
            },
        ),
        migrations.CreateModel(
            name='RuleEdit',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('rule', models.CharField(max_length=40)),
                ('number', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField()),
                ('level', models.CharField(choices=[('urgent', 'urgent'), ('same_day', 'same_day'), ('next_day', 'next_day'), ('review', 'review')], max_length=10)),
                ('answer_within_minutes', models.PositiveIntegerField()),
                ('is_on', models.BooleanField(default=True)),
                ('at_least', models.PositiveIntegerField(null=True)),
                ('days', models.PositiveIntegerField(null=True)),
                ('below', models.PositiveIntegerField(null=True)),
                ('why', models.TextField()),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'rule', 'number'), name='one_edit_per_number')],
            },
        ),
        migrations.CreateModel(
            name='RuleSignOff',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('rule', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('signed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('signed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'rule', 'version', 'number'), name='signed_off_once')],
            },
        ),
        migrations.CreateModel(
            name='SafetyPlanVersion',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='safety_plans', to='people.participant')),
                ('number', models.PositiveIntegerField()),
                ('based_on', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='safety.safetyplanversion')),
                ('written_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('sections', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('participant', 'number'), name='one_plan_of_each_number')],
            },
        ),
        migrations.CreateModel(
            name='SafetyPlanStep',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='safety.safetyplanversion')),
                ('kind', models.CharField(choices=[('signed', 'signed'), ('in_person', 'in_person'), ('countersigned', 'countersigned'), ('reviewed', 'reviewed'), ('dropped', 'dropped')], max_length=14)),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'reviewed'), _negated=True), fields=('plan', 'kind'), name='a_plan_is_signed_once_by_each'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'signed'), ('staff', None)), models.Q(('kind__in', ['in_person', 'countersigned', 'reviewed']), ('staff__isnull', False)), ('kind', 'dropped'), _connector='OR'), name='nobody_signs_a_plan_for_another')],
            },
        ),
        migrations.CreateModel(
            name='ShiftHandOver',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hand_overs', to='safety.oncallshift')),
                ('from_staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('to_staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('offered_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('acknowledged_at', None)), fields=('shift',), name='one_hand_over_offered_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='SupporterConcern',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('supporter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.supporter')),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='safety.alert')),
                ('words', models.TextField()),
                ('danger', models.CharField(choices=[('no', 'no'), ('not-sure', 'not-sure'), ('yes', 'yes')], max_length=8)),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['supporter', '-saved_at'], name='concerns_of_a_supporter')],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_concern_has_words')],
            },
        ),
        migrations.CreateModel(
            name='SupportRequest',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_requests', to='people.participant')),
                ('kind', models.CharField(choices=[('contact', 'contact'), ('not_safe', 'not_safe')], max_length=10)),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('alert', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='safety.alert')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WorthALook',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='people.participant')),
                ('episode', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.episode')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('on_day', models.DateField()),
                ('points', models.PositiveSmallIntegerField()),
                ('put_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['staff', '-on_day'], name='looks_of_a_clinician')],
                'constraints': [models.UniqueConstraint(fields=('participant', 'on_day'), name='put_forward_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='LookFeedback',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('look', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='safety.worthalook')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('said', models.CharField(choices=[('seen', 'seen'), ('useful', 'useful'), ('not_useful', 'not_useful')], max_length=12)),
                ('said_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
