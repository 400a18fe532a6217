import daybridge.attendance.rules
import daybridge.core.clock
import daybridge.core.ids
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
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('occurrence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.occurrence')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('why', models.CharField(max_length=400)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['occurrence', 'participant'], name='corrections_of_a_session')],
            },
        ),
        migrations.CreateModel(
            name='Excuse',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('occurrence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.occurrence')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('holds', models.BooleanField(default=True)),
                ('why', models.CharField(max_length=400)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['occurrence', 'participant'], name='excuses_of_a_session')],
            },
        ),
        migrations.CreateModel(
            name='Facilitator',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('occurrence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facilitators', to='programs.occurrence')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('since', models.DateTimeField(default=daybridge.core.clock.now)),
                ('until', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=1000)),
                ('added_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('occurrence', 'staff'), name='a_facilitator_once')],
            },
        ),
        migrations.CreateModel(
            name='GuestVisit',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('occurrence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.occurrence')),
                ('invitation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.familyinvitation')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('has_come', models.BooleanField()),
                ('said_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('said_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['occurrence', 'invitation', '-said_at'], name='guests_who_came')],
            },
        ),
        migrations.CreateModel(
            name='HeldSession',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('occurrence', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='held', to='programs.occurrence')),
                ('began_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('is_ended_by_clock', models.BooleanField(default=False)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at', None), ('began_at', None), ('ended_at__gt', models.F('began_at')), _connector='OR'), name='a_session_ends_after_it_began'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('is_ended_by_clock', False)), ('ended_at__isnull', False), _connector='OR'), name='who_ended_a_session_that_ended')],
            },
        ),
        migrations.CreateModel(
            name='Break',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('held', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breaks', to='attendance.heldsession')),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('begins_at')), _connector='OR'), name='a_break_takes_time'), models.UniqueConstraint(condition=models.Q(('ends_at', None)), fields=('held',), name='one_break_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='PracticeTold',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('occurrence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.occurrence')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('said', models.CharField(choices=[('did', 'did'), ('partly', 'partly'), ('not', 'not')], max_length=6)),
                ('topic', models.CharField(max_length=60)),
            ],
            options={
                'indexes': [models.Index(fields=['occurrence', 'participant'], name='practice_of_a_session')],
                'constraints': [models.CheckConstraint(condition=models.Q(('said__in', ['did', 'partly', 'not'])), name='a_practice_is_known')],
            },
        ),
        migrations.CreateModel(
            name='PresenceMark',
            fields=[
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('occurrence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.occurrence')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('way', models.CharField(choices=[('in', 'in'), ('out', 'out')], max_length=3)),
                ('source', models.CharField(choices=[('staff', 'staff'), ('door', 'door'), ('tablet', 'tablet'), ('video', 'video'), ('phone', 'phone'), ('correction', 'correction')], max_length=10)),
                ('stream', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('told_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('location', models.CharField(blank=True, max_length=200)),
                ('call_back', models.CharField(blank=True, max_length=32)),
                ('correction', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='attendance.correction')),
            ],
            options={
                'indexes': [models.Index(fields=['occurrence', 'participant', 'at'], name='marks_of_a_session'), models.Index(fields=['participant', 'at'], name='marks_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('correction__isnull', False), ('source', daybridge.attendance.rules.Source['CORRECTION'])), models.Q(models.Q(('source', daybridge.attendance.rules.Source['CORRECTION']), _negated=True), ('correction', None)), _connector='OR'), name='a_corrected_mark_has_its_correction'), models.CheckConstraint(condition=models.Q(models.Q(('source__in', ['phone', 'video']), ('way', daybridge.attendance.rules.Way['IN']), _negated=True), models.Q(models.Q(('location', ''), _negated=True), models.Q(('call_back', ''), _negated=True)), _connector='OR'), name='who_comes_from_afar_says_where_they_are')],
            },
        ),
        migrations.CreateModel(
            name='MarkWithdrawn',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('mark', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn', to='attendance.presencemark')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdraws', to='attendance.correction')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('occurrence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.occurrence')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('occurrence', 'participant'), name='a_promise_once')],
            },
        ),
        migrations.CreateModel(
            name='SessionRating',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('occurrence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.occurrence')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('room', models.PositiveSmallIntegerField(null=True)),
                ('mattered', models.PositiveSmallIntegerField(null=True)),
                ('belonged', models.PositiveSmallIntegerField(null=True)),
                ('together', models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['occurrence', 'participant'], name='ratings_of_a_session')],
                'constraints': [models.CheckConstraint(condition=models.Q(('room', None), ('room__range', (0, 10)), _connector='OR'), name='a_rating_of_room'), models.CheckConstraint(condition=models.Q(('mattered', None), ('mattered__range', (0, 10)), _connector='OR'), name='a_rating_of_mattered'), models.CheckConstraint(condition=models.Q(('belonged', None), ('belonged__range', (0, 10)), _connector='OR'), name='a_rating_of_belonged'), models.CheckConstraint(condition=models.Q(('together', None), ('together__range', (0, 10)), _connector='OR'), name='a_rating_of_together')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('occurrence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='programs.occurrence')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='people.participant')),
                ('on_day', models.DateField()),
                ('state', models.CharField(choices=[('expected', 'expected'), ('present', 'present'), ('excused', 'excused'), ('no_show', 'no_show'), ('cancelled', 'cancelled')], max_length=9)),
                ('scheduled_minutes', models.PositiveSmallIntegerField()),
                ('minutes', models.PositiveSmallIntegerField(default=0)),
                ('first_at', models.DateTimeField(null=True)),
                ('last_at', models.DateTimeField(null=True)),
                ('is_here', models.BooleanField(default=False)),
                ('is_late', models.BooleanField(default=False)),
                ('left_early', models.BooleanField(default=False)),
                ('is_from_afar', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'on_day'], name='attendance_by_day')],
                'constraints': [models.UniqueConstraint(fields=('occurrence', 'participant'), name='one_attendance_a_session'), models.CheckConstraint(condition=models.Q(('minutes', 0), ('state', daybridge.attendance.rules.State['PRESENT']), _connector='OR'), name='minutes_are_of_who_was_there')],
            },
        ),
    ]
