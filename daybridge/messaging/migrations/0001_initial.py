import daybridge.core.clock
import daybridge.core.ids
import daybridge.messaging.rules
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
            name='Announcement',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('group', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.group')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('words', models.TextField()),
                ('sent_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['organization', '-sent_at'], name='announcements_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='an_announcement_has_words')],
            },
        ),
        migrations.CreateModel(
            name='AnnouncementReading',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('announcement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='messaging.announcement')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('announcement', 'participant'), name='an_announcement_read_once')],
            },
        ),
        migrations.CreateModel(
            name='AnnouncementTo',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('announcement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='went_to', to='messaging.announcement')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('announcement', 'participant'), name='announced_once_to_each')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('number', models.PositiveIntegerField()),
                ('about', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='messaging.message')),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('words', models.TextField()),
                ('is_urgent', models.BooleanField(default=False)),
                ('has_file', models.BooleanField(db_default=False, default=False)),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('participant', 'number'), name='one_message_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), ('has_file', True), _connector='OR'), name='a_message_says_something'), models.CheckConstraint(condition=models.Q(('is_urgent', False), ('staff', None), _connector='OR'), name='participants_write_what_is_urgent')],
            },
        ),
        migrations.CreateModel(
            name='MessageFile',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='file', to='messaging.message')),
                ('media_type', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('verdict', models.CharField(max_length=13)),
                ('sealed', models.BinaryField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MessageStep',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('what', models.CharField(max_length=11)),
                ('up_to', models.PositiveIntegerField()),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('to_staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'what', '-up_to'], name='steps_of_a_thread')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what__in', ['fetched', 'read', 'settled', 'urgent', 'handed_over'])), name='what_happens_to_a_thread'), models.CheckConstraint(condition=models.Q(models.Q(('to_staff__isnull', False), ('what', daybridge.messaging.rules.What['HANDED_OVER'])), models.Q(models.Q(('what', daybridge.messaging.rules.What['HANDED_OVER']), _negated=True), ('to_staff', None)), _connector='OR'), name='a_thread_is_handed_to_somebody'), models.CheckConstraint(condition=models.Q(('what__in', [daybridge.messaging.rules.What['FETCHED'], daybridge.messaging.rules.What['READ']]), ('staff__isnull', False), _connector='OR'), name='staff_look_after_a_thread')],
            },
        ),
        migrations.CreateModel(
            name='TeamMessage',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('number', models.PositiveIntegerField()),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('words', models.TextField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('participant', 'number'), name='one_team_message_a_number'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='a_team_message_has_words')],
            },
        ),
        migrations.CreateModel(
            name='TeamReading',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('up_to', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'staff', '-up_to'], name='team_readings')],
            },
        ),
    ]
