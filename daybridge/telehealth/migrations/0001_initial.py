import daybridge.core.clock
import daybridge.core.ids
import daybridge.telehealth.rules
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
            name='VideoRoom',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('occurrence', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='video_room', to='programs.occurrence')),
                ('is_locked', models.BooleanField(default=False)),
                ('ended_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoomGuest',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guests', to='telehealth.videoroom')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('supporter', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.supporter')),
                ('called', models.CharField(max_length=30)),
                ('location', models.CharField(max_length=200)),
                ('call_back', models.CharField(max_length=32)),
                ('asked_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('stand', models.CharField(choices=[('waiting', 'waiting'), ('admitted', 'admitted'), ('removed', 'removed')], default=daybridge.telehealth.rules.Stand['WAITING'], max_length=8)),
                ('settled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('is_muted', models.BooleanField(default=False)),
                ('is_camera_off', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('supporter', None)), fields=('room', 'participant'), name='a_guest_once'), models.UniqueConstraint(condition=models.Q(('supporter__isnull', False)), fields=('room', 'supporter'), name='a_supporter_comes_once'), models.CheckConstraint(condition=models.Q(('stand', daybridge.telehealth.rules.Stand['WAITING']), ('settled_by__isnull', False), _connector='OR'), name='somebody_let_a_guest_in_or_out')],
            },
        ),
        migrations.CreateModel(
            name='RoomConnection',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('guest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='connections', to='telehealth.roomguest')),
                ('began_at', models.DateTimeField()),
                ('heard_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['heard_at'], name='open_connections')],
                'constraints': [models.CheckConstraint(condition=models.Q(('heard_at__gte', models.F('began_at'))), name='heard_after_it_began'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('guest',), name='one_open_connection_a_guest')],
            },
        ),
        migrations.CreateModel(
            name='TelehealthConsent',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('wording', models.PositiveSmallIntegerField()),
                ('agrees', models.BooleanField(default=True)),
                ('given_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-given_at'], name='newest_word_on_video')],
            },
        ),
    ]
