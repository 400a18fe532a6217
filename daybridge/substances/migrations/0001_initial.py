import daybridge.core.clock
import daybridge.core.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RememberedDay',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('on_day', models.DateField()),
                ('said', models.CharField(blank=True, max_length=120)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'on_day'], name='days_that_are_remembered')],
            },
        ),
        migrations.CreateModel(
            name='UseDay',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('on_day', models.DateField()),
                ('state', models.CharField(choices=[('none', 'none'), ('used', 'used'), ('not_sure', 'not_sure'), ('cleared', 'cleared')], max_length=8)),
                ('substances', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=70), default=list, size=None)),
                ('amount', models.CharField(blank=True, max_length=120)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'on_day'], name='use_days_of_a_participant')],
            },
        ),
        migrations.CreateModel(
            name='UseGoal',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('substance', models.CharField(max_length=70)),
                ('goal', models.CharField(choices=[('stop', 'stop'), ('less', 'less'), ('safer', 'safer'), ('not_sure', 'not_sure'), ('keep', 'keep')], max_length=8)),
                ('said', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'substance'], name='goals_for_a_substance')],
            },
        ),
        migrations.CreateModel(
            name='UseHistory',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('substance', models.CharField(max_length=70)),
                ('source', models.CharField(choices=[('person', 'person'), ('referral', 'referral'), ('staff', 'staff')], max_length=8)),
                ('route', models.CharField(blank=True, max_length=30)),
                ('frequency', models.CharField(blank=True, max_length=30)),
                ('first_age', models.PositiveSmallIntegerField(null=True)),
                ('last_used_on', models.DateField(null=True)),
                ('amount', models.CharField(blank=True, max_length=300)),
                ('is_mistake', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'substance'], name='use_of_a_substance')],
                'constraints': [models.CheckConstraint(condition=models.Q(('staff__isnull', False)), name='staff_write_use_histories'), models.CheckConstraint(condition=models.Q(('first_age', None), ('first_age__lte', 110), _connector='OR'), name='age_of_first_use_can_be')],
            },
        ),
    ]
