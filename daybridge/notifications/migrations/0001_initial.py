import daybridge.core.clock
import daybridge.core.ids
import daybridge.notifications.rules
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReminderVersion',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('number', models.PositiveIntegerField()),
                ('at', models.TimeField()),
                ('days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('even_when_quiet', models.BooleanField(default=False)),
                ('own_words', models.CharField(blank=True, max_length=80)),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('purpose', models.CharField(choices=[('check_in', 'check_in'), ('diary', 'diary'), ('medicines', 'medicines'), ('practice', 'practice'), ('own', 'own')], max_length=9)),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('current', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notifications.reminderversion')),
                ('paused_until', models.DateField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('done_on', models.DateField(null=True)),
                ('since', models.DateTimeField(default=daybridge.core.clock.now)),
                ('settled_day', models.DateField()),
                ('settled_time', models.TimeField()),
                ('next_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['organization', 'next_at'], name='reminders_to_come'), models.Index(condition=models.Q(('removed_at', None)), fields=['participant'], name='reminders_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('removed_at', None), ('next_at', None), _connector='OR'), name='a_removed_reminder_is_never_due')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('participant', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=160)),
                ('link', models.CharField(blank=True, max_length=200)),
                ('planned_for', models.DateTimeField()),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('reminder', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notifications.reminder')),
                ('on_day', models.DateField(null=True)),
                ('at_time', models.TimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=9)),
                ('outcome_at', models.DateTimeField(null=True)),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('snoozed_until', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-made_at'], name='notices_of_an_account'), models.Index(fields=['organization', 'kind', '-made_at'], name='notices_of_a_kind'), models.Index(condition=models.Q(('outcome', ''), ('reminder__isnull', False)), fields=['organization', 'ends_at'], name='open_occurrences'), models.Index(condition=models.Q(('reminder__isnull', False)), fields=['participant', '-planned_for'], name='occurrences_of_a_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('reminder__isnull', False)), fields=('reminder', 'on_day', 'at_time'), name='one_notice_of_an_occurrence'), models.CheckConstraint(condition=models.Q(('reminder', None), models.Q(('at_time__isnull', False), ('ends_at__isnull', False), ('on_day__isnull', False)), _connector='OR'), name='an_occurrence_has_a_day_and_an_end'), models.CheckConstraint(condition=models.Q(models.Q(('participant__isnull', False), ('staff__isnull', True)), models.Q(('participant__isnull', True), ('staff__isnull', False)), _connector='OR'), name='a_notice_is_for_one_person'), models.UniqueConstraint(fields=('staff', 'kind', 'key'), name='one_notice_to_staff'), models.UniqueConstraint(fields=('participant', 'kind', 'key'), name='one_notice_to_participant')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notifications.notice')),
                ('channel', models.CharField(choices=[('in_app', 'in_app'), ('push', 'push'), ('email', 'email'), ('sms', 'sms')], max_length=8)),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('instead_of', models.CharField(blank=True, max_length=8)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('sent', 'sent'), ('failed', 'failed'), ('cancelled', 'cancelled'), ('shown', 'shown'), ('opened', 'opened')], default=daybridge.notifications.rules.State['PLANNED'], max_length=9)),
                ('planned_for', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=20)),
                ('sent_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('shown_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['organization', 'planned_for'], name='waiting_deliveries')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'channel', 'round'), name='one_delivery_by_channel')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('participant', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('channels', models.JSONField(default=dict)),
                ('has_quiet_hours', models.BooleanField(default=True)),
                ('quiet_since', models.TimeField(null=True)),
                ('quiet_until', models.TimeField(null=True)),
                ('second_channel', models.CharField(blank=True, max_length=8)),
                ('second_after_minutes', models.PositiveSmallIntegerField(default=30)),
                ('paused_until', models.DateField(null=True)),
                ('phone', models.CharField(blank=True, max_length=32)),
                ('phone_asked_at', models.DateTimeField(null=True)),
                ('phone_wrong_codes', models.PositiveSmallIntegerField(default=0)),
                ('phone_verified_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('participant__isnull', False), ('staff__isnull', True)), models.Q(('participant__isnull', True), ('staff__isnull', False)), _connector='OR'), name='a_preference_is_for_one_person'), models.UniqueConstraint(fields=('staff',), name='one_preference_of_staff'), models.UniqueConstraint(fields=('participant',), name='one_preference_of_participant')],
            },
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('participant', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('endpoint', models.URLField(max_length=500)),
                ('p256dh', models.CharField(max_length=100)),
                ('auth', models.CharField(max_length=40)),
                ('device', models.CharField(blank=True, max_length=60)),
                ('added_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('removed_at', None)), fields=['account'], name='devices_of_an_account')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('organization', 'endpoint'), name='a_device_is_one_persons'), models.CheckConstraint(condition=models.Q(models.Q(('participant__isnull', False), ('staff__isnull', True)), models.Q(('participant__isnull', True), ('staff__isnull', False)), _connector='OR'), name='a_device_is_for_one_person')],
            },
        ),
        migrations.AddField(
            model_name='ReminderVersion',
            name='reminder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='notifications.reminder'),
        ),
        migrations.AddConstraint(
            model_name='ReminderVersion',
            constraint=models.UniqueConstraint(fields=('reminder', 'number'), name='one_version_of_each_number'),
        ),
        migrations.AddConstraint(
            model_name='ReminderVersion',
            constraint=models.CheckConstraint(condition=models.Q(('days__contained_by', [0, 1, 2, 3, 4, 5, 6]), ('days__len__gt', 0)), name='a_reminder_has_days'),
        ),
    ]
