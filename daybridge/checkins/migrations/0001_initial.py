import daybridge.core.clock
import daybridge.core.ids
import django.contrib.postgres.indexes
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
            name='CheckIn',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='people.participant')),
                ('episode', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.episode')),
                ('on_day', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('clock_was_wrong', models.BooleanField(default=False)),
                ('mood', models.SmallIntegerField()),
                ('anxiety', models.SmallIntegerField(null=True)),
                ('urge', models.SmallIntegerField(null=True)),
                ('sleep_hours', models.DecimalField(decimal_places=1, max_digits=3, null=True)),
                ('medicines', models.CharField(max_length=4, null=True)),
                ('note', models.TextField(blank=True)),
                ('marks', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-on_day', '-made_at'], name='check_ins_of_a_participant'), django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['saved_at'], name='check_ins_as_they_came')],
                'constraints': [models.CheckConstraint(condition=models.Q(('mood__range', (1, 5))), name='mood_is_1_to_5'), models.CheckConstraint(condition=models.Q(('anxiety__range', (0, 10))), name='anxiety_is_0_to_10'), models.CheckConstraint(condition=models.Q(('urge__range', (0, 10))), name='urge_is_0_to_10'), models.CheckConstraint(condition=models.Q(('sleep_hours__range', (0, 24))), name='sleep_is_0_to_24_hours'), models.CheckConstraint(condition=models.Q(('medicines__in', ['all', 'some', 'none'])), name='medicines_are_known')],
            },
        ),
        migrations.CreateModel(
            name='DiarySetup',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('number', models.PositiveIntegerField()),
                ('asks', models.JSONField()),
                ('targets', models.JSONField()),
                ('skills', models.JSONField()),
                ('set_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('set_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('participant', 'number'), name='one_diary_setup_of_each_number')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('episode', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.episode')),
                ('about', models.UUIDField()),
                ('worksheet', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('on_day', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('clock_was_wrong', models.BooleanField(default=False)),
                ('is_shared', models.BooleanField()),
                ('answers', models.JSONField()),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-on_day', '-made_at'], name='entries_of_a_participant'), models.Index(fields=['participant', 'about'], name='entries_about_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='GoneThrough',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('about', models.UUIDField(null=True)),
                ('on_day', models.DateField()),
                ('in_session', models.BooleanField()),
                ('agreed', models.CharField(blank=True, max_length=300)),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-at'], name='gone_through_together')],
            },
        ),
    ]
