import daybridge.core.clock
import daybridge.core.ids
import daybridge.people.rules
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(unique=True)),
                ('time_zone', models.CharField(max_length=64)),
                ('phone', models.CharField(max_length=32)),
                ('reply_hours', models.CharField(max_length=120)),
                ('reply_hours_es', models.CharField(blank=True, max_length=120)),
                ('referral_answer_minutes', models.PositiveIntegerField(default=240)),
                ('staff_idle_minutes', models.PositiveIntegerField(default=15)),
                ('participant_idle_days', models.PositiveIntegerField(default=30)),
                ('shared_phone_idle_minutes', models.PositiveIntegerField(db_default=15, default=15)),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('blocked_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participant', to=settings.AUTH_USER_MODEL)),
                ('given_name', models.CharField(max_length=80)),
                ('family_name', models.CharField(max_length=80)),
                ('chosen_name', models.CharField(blank=True, max_length=80)),
                ('pronouns', models.CharField(blank=True, max_length=40)),
                ('born_on', models.DateField()),
                ('administrative_sex', models.CharField(blank=True, max_length=10)),
                ('language', models.CharField(default='en', max_length=2)),
                ('time_zone', models.CharField(max_length=64)),
                ('phone', models.CharField(blank=True, max_length=32)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('record_number', models.CharField(max_length=20)),
                ('registered_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('home_screen', models.CharField(db_default='daybridge', default=daybridge.people.rules.HomeScreen['DAYBRIDGE'], max_length=12)),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'born_on'], name='participant_by_birth_date')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'record_number'), name='one_record_number_each'), models.CheckConstraint(condition=models.Q(('home_screen__in', ['daybridge', 'notes', 'journal'])), name='home_screen_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Identifier',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='people.participant')),
                ('system', models.CharField(max_length=200)),
                ('value', models.CharField(max_length=120)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'system', 'value'), name='one_participant_per_identifier')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='people.participant')),
                ('name', models.CharField(max_length=80)),
                ('relation', models.CharField(blank=True, max_length=60)),
                ('phone', models.CharField(max_length=32)),
                ('added_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=120)),
                ('credentials', models.CharField(blank=True, max_length=60)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(default='en', max_length=2)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('roles__contained_by', ['therapist', 'prescriber', 'nurse', 'peer', 'intake', 'director', 'administrator'])), name='staff_roles_are_known')],
            },
        ),
        migrations.CreateModel(
            name='CareTeamMember',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='care_team', to='people.participant')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='caseload', to='people.staff')),
                ('role', models.CharField(choices=[('primary', 'primary'), ('covering', 'covering'), ('member', 'member')], max_length=12)),
                ('since', models.DateTimeField(default=daybridge.core.clock.now)),
                ('until', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('role', 'primary'), ('until', None)), fields=('participant',), name='one_primary_therapist'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('participant', 'staff'), name='on_a_care_team_once')],
            },
        ),
        migrations.CreateModel(
            name='Supporter',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supporters', to='people.participant')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supports', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=80)),
                ('relation', models.CharField(blank=True, max_length=60)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(default='en', max_length=2)),
                ('added_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('joined_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['account'], name='supporter_by_account')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('participant', 'account'), name='a_supporter_once'), models.CheckConstraint(condition=models.Q(models.Q(('account', None), ('joined_at', None)), models.Q(('account__isnull', False), ('joined_at__isnull', False)), _connector='OR'), name='joined_with_an_account')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='people.participant')),
                ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='people.staff')),
                ('supporter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='people.supporter')),
                ('word', models.CharField(blank=True, max_length=128)),
                ('token_digest', models.BinaryField(max_length=32, unique=True)),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('wrong_answers', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('participant__isnull', False), ('staff__isnull', True), ('supporter__isnull', True)), models.Q(('participant__isnull', True), ('staff__isnull', False), ('supporter__isnull', True)), models.Q(('participant__isnull', True), ('staff__isnull', True), ('supporter__isnull', False)), _connector='OR'), name='an_invitation_is_for_one_person'), models.CheckConstraint(condition=models.Q(models.Q(('supporter', None), ('word', '')), models.Q(('supporter__isnull', False), models.Q(('word', ''), _negated=True)), _connector='OR'), name='a_supporter_knows_a_word')],
            },
        ),
        migrations.CreateModel(
            name='ZoneStay',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='zone_stays', to='people.participant')),
                ('zone', models.CharField(max_length=64)),
                ('since', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('participant', 'since'), name='in_one_zone_at_a_time')],
            },
        ),
    ]
