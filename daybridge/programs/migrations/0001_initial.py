import datetime
import daybridge.core.clock
import daybridge.core.ids
import daybridge.programs.calendar.rules
import daybridge.programs.models
import daybridge.programs.planning.rules
import daybridge.programs.rules
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from daybridge.installation.roles import EXTENSIONS
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(EXTENSIONS),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('name', models.CharField(max_length=80)),
                ('time_zone', models.CharField(max_length=64)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('is_open', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('organization'), django.db.models.functions.text.Lower('name'), condition=models.Q(('is_open', True)), name='one_open_site_a_name')],
            },
        ),
        migrations.CreateModel(
            name='ProgramSite',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='program_sites', to='programs.site')),
            ],
            options={
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('name', models.CharField(max_length=120)),
                ('name_es', models.CharField(blank=True, max_length=120)),
                ('focus', models.CharField(choices=[('mental_health', 'mental_health'), ('dual_diagnosis', 'dual_diagnosis')], max_length=20)),
                ('is_open', models.BooleanField(default=True)),
                ('level_of_care', models.CharField(db_default='iop', default=daybridge.programs.rules.LevelOfCare['IOP'], max_length=4)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=daybridge.programs.models.english, size=None)),
                ('template', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('template_version', models.PositiveIntegerField(db_default=0, default=0)),
                ('rule_pack', models.JSONField(blank=True, default=dict)),
                ('rule_pack_number', models.PositiveIntegerField(db_default=0, default=0)),
                ('sites', models.ManyToManyField(related_name='programs', through='programs.ProgramSite', to='programs.site')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('level_of_care__in', ['php', 'iop', 'op'])), name='level_of_care_is_known'), models.CheckConstraint(condition=models.Q(('languages__contained_by', ['en', 'es']), ('languages__len__gte', 1)), name='a_program_speaks_a_language_we_know')],
            },
        ),
        migrations.CreateModel(
            name='ScheduleVersion',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='schedule_versions', to='programs.program')),
                ('participant', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('number', models.PositiveIntegerField()),
                ('changes', models.JSONField()),
                ('opposites', models.JSONField()),
                ('why', models.CharField(max_length=400)),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='programs.scheduleversion')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('participant', None), _negated=True), fields=['participant'], name='versions_of_a_person')],
                'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='one_version_a_number')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='programs.program')),
                ('aim', models.CharField(choices=[('place', 'place'), ('repair', 'repair'), ('plan', 'plan')], max_length=10)),
                ('participant', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='people.participant')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('may_move_others', models.BooleanField(default=False)),
                ('seconds', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('searching', 'searching'), ('ready', 'ready'), ('cancelled', 'cancelled'), ('failed', 'failed'), ('accepted', 'accepted'), ('declined', 'declined')], default=daybridge.programs.planning.rules.State['WAITING'], max_length=10)),
                ('asked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('asked_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('found', models.JSONField(null=True)),
                ('mark', models.CharField(blank=True, max_length=64)),
                ('version', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='programs.scheduleversion')),
            ],
            options={
                'indexes': [models.Index(fields=['program', '-asked_at'], name='proposals_of_a_program'), models.Index(condition=models.Q(('state__in', ('waiting', 'searching', 'ready'))), fields=['participant'], name='open_proposals_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='a_proposal_is_for_some_days'), models.CheckConstraint(condition=models.Q(models.Q(('aim', daybridge.programs.planning.rules.Aim['PLACE']), ('participant__isnull', False)), models.Q(models.Q(('aim', daybridge.programs.planning.rules.Aim['PLACE']), _negated=True), ('participant', None)), _connector='OR'), name='a_place_is_for_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='programs.site')),
                ('name', models.CharField(max_length=80)),
                ('capacity', models.PositiveSmallIntegerField()),
                ('equipment', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('is_open', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('site'), django.db.models.functions.text.Lower('name'), condition=models.Q(('is_open', True)), name='one_open_room_a_name'), models.CheckConstraint(condition=models.Q(('capacity__range', (1, 500))), name='a_room_holds_someone')],
            },
        ),
        migrations.CreateModel(
            name='Track',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tracks', to='programs.program')),
                ('code', models.SlugField(db_index=False, max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('name_es', models.CharField(blank=True, max_length=80)),
                ('is_open', models.BooleanField(db_default=True, default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'code'), name='a_track_once_in_a_program')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='programs.program')),
                ('name', models.CharField(max_length=80)),
                ('name_es', models.CharField(blank=True, max_length=80)),
                ('kind', models.CharField(max_length=40)),
                ('curriculum', models.CharField(blank=True, max_length=40)),
                ('capacity', models.PositiveSmallIntegerField()),
                ('soft_capacity', models.PositiveSmallIntegerField()),
                ('language', models.CharField(default=daybridge.programs.rules.GroupLanguage['EN'], max_length=4)),
                ('track', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='programs.track')),
                ('mode', models.CharField(default=daybridge.programs.rules.Mode['ROOM'], max_length=6)),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='programs.site')),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='programs.room')),
                ('least_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('most_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('gender', models.CharField(blank=True, default=daybridge.programs.rules.Gender['EVERYONE'], max_length=10)),
                ('credentials', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('suggested_times', models.JSONField(blank=True, default=list)),
                ('is_open', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('program'), django.db.models.functions.text.Lower('name'), condition=models.Q(('is_open', True)), name='one_open_group_a_name'), models.CheckConstraint(condition=models.Q(('capacity__lte', 500), ('soft_capacity__gte', 1), ('soft_capacity__lte', models.F('capacity'))), name='a_group_has_seats'), models.CheckConstraint(condition=models.Q(('minutes__range', (5, 480))), name='a_group_fits_in_a_day'), models.CheckConstraint(condition=models.Q(('least_age', None), ('most_age', None), ('least_age__lte', models.F('most_age')), _connector='OR'), name='ages_are_in_order'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'es', 'both'])), name='group_language'), models.CheckConstraint(condition=models.Q(('mode__in', ['room', 'video', 'hybrid'])), name='group_mode'), models.CheckConstraint(condition=models.Q(('gender__in', ['', 'women', 'men', 'nonbinary'])), name='group_gender'), models.CheckConstraint(condition=models.Q(('room', None), ('site__isnull', False), _connector='OR'), name='a_room_is_at_a_site')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='programs.group')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('start', models.PositiveSmallIntegerField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('site', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.site')),
                ('room', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.room')),
                ('lead', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__range', (0, 6))), name='a_series_has_a_weekday'), models.CheckConstraint(condition=models.Q(('start__lt', 1440)), name='a_series_begins_on_its_day'), models.CheckConstraint(condition=models.Q(('minutes__range', (5, 480))), name='a_series_fits_in_a_day'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', django.db.models.expressions.CombinedExpression(models.F('from_on'), '-', models.Value(datetime.timedelta(days=1)))), _connector='OR'), name='a_series_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='Occurrence',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('series', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='occurrences', to='programs.series')),
                ('on_day', models.DateField()),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('planned', 'planned'), ('cancelled', 'cancelled')], default=daybridge.programs.calendar.rules.State['PLANNED'], max_length=9)),
                ('why', models.CharField(blank=True, max_length=200)),
                ('cover', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('other_room', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.room')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'begins_at'], name='occurrences_by_time')],
                'constraints': [models.UniqueConstraint(fields=('series', 'on_day'), name='a_series_once_a_day'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='an_occurrence_takes_time')],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('occurrence', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.occurrence')),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('reason', models.CharField(choices=[('sick', 'sick'), ('work', 'work'), ('school', 'school'), ('care', 'care'), ('transport', 'transport'), ('appointment', 'appointment'), ('other', 'other')], max_length=12)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'last_on'], name='absences_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='an_absence_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='AbsenceTakenBack',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('absence', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='programs.absence')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='programs.series')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='people.participant')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('is_left', models.BooleanField(db_default=False, default=False)),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('series', 'participant'), name='one_open_seat_in_a_series'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', django.db.models.expressions.CombinedExpression(models.F('from_on'), '-', models.Value(datetime.timedelta(days=1)))), _connector='OR'), name='a_seat_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='ChangeRequest',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('seat', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.seat')),
                ('better', models.CharField(max_length=300)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-made_at'], name='changes_asked_by_a_person')],
            },
        ),
        migrations.CreateModel(
            name='ChangeAnswer',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='programs.changerequest')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('outcome', models.CharField(choices=[('done', 'done'), ('not_now', 'not_now'), ('talk', 'talk')], max_length=8)),
                ('words', models.CharField(max_length=300)),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FamilyInvitation',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.group')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('supporter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.supporter')),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('asked_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['group'], name='asked_to_a_group')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('supporter', 'group'), name='asked_to_a_group_once')],
            },
        ),
        migrations.CreateModel(
            name='KeptApart',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('why', models.CharField(max_length=400)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='a_pair_is_of_two_in_order'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('one', 'other'), name='a_pair_is_kept_apart_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='somebody_ended_a_pair')],
            },
        ),
        migrations.CreateModel(
            name='Leave',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to='people.staff')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('start', models.PositiveSmallIntegerField(null=True)),
                ('end', models.PositiveSmallIntegerField(null=True)),
                ('reason', models.CharField(choices=[('vacation', 'vacation'), ('sick', 'sick'), ('training', 'training'), ('other', 'other')], max_length=10)),
                ('told_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('told_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('taken_back_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'from_on'], name='leaves_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='a_leave_ends_after_it_began'), models.CheckConstraint(condition=models.Q(models.Q(('end', None), ('start', None)), models.Q(('end__lte', 1440), ('start__lt', models.F('end'))), _connector='OR'), name='a_leave_is_of_whole_days_or_of_hours'), models.CheckConstraint(condition=models.Q(('reason__in', ['vacation', 'sick', 'training', 'other'])), name='a_leave_has_a_known_reason')],
            },
        ),
        migrations.CreateModel(
            name='NeedsSet',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('number', models.PositiveIntegerField()),
                ('needs', models.JSONField()),
                ('why', models.CharField(max_length=400)),
                ('set_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('set_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('participant', 'number'), name='one_needs_set_a_number')],
            },
        ),
        migrations.CreateModel(
            name='FamilyAnswer',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('invitation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='programs.familyinvitation')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('occurrence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.occurrence')),
                ('is_coming', models.BooleanField()),
                ('said_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['occurrence', 'invitation', '-said_at'], name='who_comes_on_a_date')],
            },
        ),
        migrations.CreateModel(
            name='Episode',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='episodes', to='people.participant')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='episodes', to='programs.program')),
                ('admitted_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('end_reason', models.CharField(blank=True, choices=[('completed', 'completed'), ('stepped_down', 'stepped_down'), ('stepped_up', 'stepped_up'), ('left_early', 'left_early'), ('transferred', 'transferred'), ('other', 'other')], max_length=20)),
                ('substance_use_focus', models.BooleanField(default=False)),
                ('asks_about_medicines', models.BooleanField(default=True)),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'program', 'ended_on'], name='episodes_of_a_program')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('participant',), name='one_open_episode'), models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('admitted_on')), _connector='OR'), name='an_episode_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='SearchProgress',
            fields=[
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='progress', serialize=False, to='programs.proposal')),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('aim', models.CharField(max_length=20)),
                ('value', models.IntegerField(null=True)),
                ('bound', models.IntegerField(null=True)),
                ('seconds', models.FloatField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('occurrence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='programs.occurrence')),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='people.participant')),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('room', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.room')),
                ('who', models.UUIDField()),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('is_on', models.BooleanField(default=True)),
                ('is_make_up', models.BooleanField(default=False)),
                ('absence', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='programs.absence')),
                ('changed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('changes', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_on', True)), expressions=[('who', '='), ('during', '&&')], name='nobody_is_in_two_places'), models.CheckConstraint(condition=models.Q(models.Q(('participant', models.F('who')), ('room', None), ('staff', None)), models.Q(('participant', None), ('room', None), ('staff', models.F('who'))), models.Q(('participant', None), ('room', models.F('who')), ('staff', None)), _connector='OR'), name='a_booking_is_of_one')],
            },
        ),
        migrations.CreateModel(
            name='RulePackVersion',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rule_pack_versions', to='programs.program')),
                ('number', models.PositiveIntegerField()),
                ('pack', models.JSONField()),
                ('why', models.TextField()),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='one_rule_pack_a_number')],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('site', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.site')),
                ('day', models.DateField()),
                ('name', models.CharField(max_length=80)),
                ('occurrences', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('bookings', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'site', 'day'), name='a_day_closed_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='StaffWeekTold',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('number', models.PositiveIntegerField()),
                ('week', models.JSONField()),
                ('told_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('told_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('staff', 'number'), name='one_staff_week_a_number')],
            },
        ),
        migrations.CreateModel(
            name='WeekTold',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('told_to', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('week', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-made_at', '-id'], name='weeks_told_by_a_person')],
            },
        ),
        migrations.CreateModel(
            name='WeekConfirmed',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('told', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='confirmed', to='programs.weektold')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CalendarLink',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('shows_names', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('participant',), name='one_living_calendar_link_a_person')],
            },
        ),
        migrations.AddField(
            model_name='ProgramSite',
            name='program',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='program_sites', to='programs.program'),
        ),
        migrations.AddConstraint(
            model_name='ProgramSite',
            constraint=models.UniqueConstraint(fields=('program', 'site'), name='a_site_once_in_a_program'),
        ),
    ]
