import daybridge.core.clock
import daybridge.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('organization_id', models.UUIDField()),
                ('actor_kind', models.CharField(max_length=12)),
                ('account_id', models.UUIDField(null=True)),
                ('person_id', models.UUIDField(null=True)),
                ('reason', models.CharField(max_length=80)),
                ('deed', models.CharField(max_length=80)),
                ('subject_id', models.UUIDField()),
                ('participant_id', models.UUIDField(null=True)),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['organization_id', 'participant_id', '-id'], name='audit_of_a_participant')],
            },
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization_id', models.UUIDField()),
                ('number', models.PositiveIntegerField()),
                ('after_id', models.BigIntegerField()),
                ('up_to_id', models.BigIntegerField()),
                ('entries', models.PositiveIntegerField()),
                ('digest', models.BinaryField(max_length=32)),
                ('signature', models.BinaryField(max_length=64)),
                ('sealed_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization_id', 'number'), name='one_seal_per_number')],
            },
        ),
        migrations.CreateModel(
            name='ReactionFailure',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('event', models.CharField(max_length=80)),
                ('stored', models.JSONField()),
                ('reaction', models.CharField(max_length=160)),
                ('error', models.CharField(max_length=160)),
                ('failed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('made_good_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('kind', models.CharField(max_length=40)),
                ('about', models.CharField(max_length=160)),
                ('raised_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('cleared_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('cleared_at', None)), fields=('organization', 'kind', 'about'), name='one_open_alarm_per_fault')],
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('since', models.DateTimeField(default=daybridge.core.clock.now)),
                ('rules_at', models.DateTimeField(null=True)),
                ('jobs_at', models.DateTimeField(null=True)),
                ('screens_at', models.DateTimeField(null=True)),
                ('mail_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization',), name='one_heartbeat_each')],
            },
        ),
    ]
