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
            name='Homework',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('said', models.CharField(max_length=300)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-made_at'], name='homework_of_a_participant')],
            },
        ),
        migrations.CreateModel(
            name='Outline',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('kind', models.CharField(choices=[('formulation', 'formulation'), ('targets', 'targets'), ('wellness', 'wellness')], max_length=12)),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('is_shared', models.BooleanField(default=False)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('participant', 'kind', 'number'), name='one_outline_a_number')],
            },
        ),
    ]
