import daybridge.core.clock
import daybridge.core.ids
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assigned',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('code', models.CharField(max_length=40)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('assigned_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('assigned_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('taken_back_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('participant', 'code'), name='assigned_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Opened',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('visit_id', models.UUIDField()),
                ('code', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('way', models.CharField(choices=[('assigned', 'assigned'), ('suggested', 'suggested'), ('chosen', 'chosen'), ('coping', 'coping')], max_length=10)),
                ('is_done', models.BooleanField(default=False)),
                ('helped', models.CharField(blank=True, choices=[('yes', 'yes'), ('a_little', 'a_little'), ('no', 'no')], max_length=10)),
                ('on_day', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-made_at'], name='opened_by_a_participant'), django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['saved_at'], name='opened_as_they_came')],
            },
        ),
    ]
