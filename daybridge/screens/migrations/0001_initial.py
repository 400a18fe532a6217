import daybridge.core.clock
import daybridge.core.ids
import daybridge.screens.rules.states
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
            name='LabMessage',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('sender', models.CharField(blank=True, max_length=200)),
                ('control_id', models.CharField(blank=True, max_length=200)),
                ('kind', models.CharField(blank=True, max_length=40)),
                ('original', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('answer', models.CharField(max_length=2)),
                ('why', models.CharField(blank=True, max_length=40)),
                ('way', models.CharField(max_length=8)),
                ('received_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'sender', 'control_id', 'digest'), name='a_message_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='ScreenDraw',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('within', models.JSONField()),
                ('seed', models.CharField(max_length=64)),
                ('days', models.JSONField(default=list)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Screen',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='screens', to='people.participant')),
                ('episode', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.episode')),
                ('order_number', models.CharField(max_length=20)),
                ('lab_number', models.CharField(blank=True, max_length=80)),
                ('panel', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=400)),
                ('where', models.CharField(blank=True, max_length=120)),
                ('drawn', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='screens', to='screens.screendraw')),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('state', models.CharField(default=daybridge.screens.rules.states.State['ORDERED'], max_length=11)),
                ('ordered_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('ordered_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('collected_at', models.DateTimeField(null=True)),
                ('collected_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('observed_why', models.CharField(blank=True, max_length=200)),
                ('specimen', models.JSONField(default=dict)),
                ('validity', models.CharField(blank=True, max_length=7)),
                ('resulted_at', models.DateTimeField(null=True)),
                ('talked_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'state', 'opens_at'], name='screens_that_wait'), models.Index(fields=['participant', '-opens_at'], name='screens_of_somebody')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'order_number'), name='one_order_number_each'), models.CheckConstraint(condition=models.Q(('state__in', ['ordered', 'notified', 'no_show', 'refused', 'unable', 'withdrawn', 'collected', 'invalid', 'dilute', 'presumptive', 'confirmed', 'amended'])), name='states_of_a_screen_are_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_screen_has_a_reason_of_its_person'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='a_window_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('validity__in', ['', 'valid', 'dilute', 'invalid'])), name='a_specimen_is_valid_dilute_or_invalid'), models.CheckConstraint(condition=models.Q(('state__in', ['ordered', 'notified', 'no_show', 'refused', 'unable', 'withdrawn']), ('collected_at__isnull', False), _connector='OR'), name='what_is_read_was_collected')],
            },
        ),
        migrations.CreateModel(
            name='LabReport',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='screens.labmessage')),
                ('number', models.PositiveSmallIntegerField()),
                ('says', models.JSONField()),
                ('is_screen', models.BooleanField()),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('screen', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='screens.screen')),
                ('waits_for', models.CharField(blank=True, max_length=20)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('set_aside_why', models.CharField(blank=True, max_length=400)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['organization', 'message'], name='reports_that_wait')],
                'constraints': [models.UniqueConstraint(fields=('message', 'number'), name='one_lab_report_a_number'), models.CheckConstraint(condition=models.Q(('settled_at', None), ('participant__isnull', False), models.Q(('set_aside_why', ''), _negated=True), _connector='OR'), name='nothing_is_settled_without_a_place_or_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ScreenResult',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('screen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='screens.screen')),
                ('number', models.PositiveSmallIntegerField()),
                ('analyte', models.CharField(max_length=40)),
                ('method', models.CharField(max_length=11)),
                ('outcome', models.CharField(max_length=8)),
                ('value', models.CharField(blank=True, max_length=200)),
                ('unit', models.CharField(blank=True, max_length=40)),
                ('standing', models.CharField(max_length=10)),
                ('because', models.CharField(max_length=20)),
                ('medicines', models.JSONField(default=list)),
                ('is_correction', models.BooleanField(default=False)),
                ('reported_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('report', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='screens.labreport')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('screen', 'number'), name='one_screen_result_a_number'), models.CheckConstraint(condition=models.Q(('method__in', ['presumptive', 'confirmed'])), name='ways_of_a_result_are_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['positive', 'negative', 'not_done', 'unread'])), name='outcomes_of_a_result_are_known'), models.CheckConstraint(condition=models.Q(('standing__in', ['expected', 'unexpected', 'unclear', 'not_judged'])), name='standings_of_a_result_are_known'), models.CheckConstraint(condition=models.Q(('made_by__isnull', False), ('report__isnull', False), _connector='OR'), name='a_result_came_from_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='ScreenStep',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('screen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='screens.screen')),
                ('number', models.PositiveSmallIntegerField()),
                ('before', models.CharField(blank=True, max_length=11)),
                ('state', models.CharField(max_length=11)),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('words', models.CharField(blank=True, max_length=400)),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('screen', 'number'), name='one_screen_step_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('before', ''), ('number', 1), ('state', daybridge.screens.rules.states.State['ORDERED'])), ('pk__in', []), models.Q(('before', 'ordered'), ('number__gt', 1), ('state__in', ['collected', 'dilute', 'invalid', 'no_show', 'notified', 'refused', 'unable', 'withdrawn'])), models.Q(('before', 'notified'), ('number__gt', 1), ('state__in', ['collected', 'dilute', 'invalid', 'no_show', 'refused', 'unable', 'withdrawn'])), models.Q(('before', 'no_show'), ('number__gt', 1), ('state__in', ['collected', 'dilute', 'invalid'])), models.Q(('before', 'refused'), ('number__gt', 1), ('state__in', ['collected', 'dilute', 'invalid'])), models.Q(('before', 'unable'), ('number__gt', 1), ('state__in', ['collected', 'dilute', 'invalid'])), models.Q(('before', 'collected'), ('number__gt', 1), ('state__in', ['confirmed', 'dilute', 'invalid', 'presumptive'])), models.Q(('before', 'dilute'), ('number__gt', 1), ('state__in', ['confirmed', 'invalid', 'presumptive'])), models.Q(('before', 'invalid'), ('number__gt', 1), ('state__in', ['amended'])), models.Q(('before', 'presumptive'), ('number__gt', 1), ('state__in', ['amended', 'confirmed', 'presumptive'])), models.Q(('before', 'confirmed'), ('number__gt', 1), ('state__in', ['amended', 'confirmed'])), models.Q(('before', 'amended'), ('number__gt', 1), ('state__in', ['amended', 'confirmed'])), _connector='OR'), name='a_screen_goes_only_where_it_may')],
            },
        ),
        migrations.CreateModel(
            name='ScreenWords',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('screen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='screens.screen')),
                ('kind', models.CharField(choices=[('before', 'Before'), ('talked', 'Talked'), ('confirm', 'Confirm')], max_length=7)),
                ('said', models.CharField(max_length=1000)),
                ('agreed', models.CharField(blank=True, max_length=1000)),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'before'), ('staff', None)), models.Q(models.Q(('kind', 'before'), _negated=True), ('staff__isnull', False)), _connector='OR'), name='only_they_themselves_say_it_beforehand')],
            },
        ),
    ]
