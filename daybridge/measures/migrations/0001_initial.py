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
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('episode', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.episode')),
                ('instrument', models.CharField(max_length=40)),
                ('occasion', models.CharField(max_length=20)),
                ('due_on', models.DateField()),
                ('until', models.DateField()),
                ('assigned_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('assigned_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'until'], name='assignments_by_their_end')],
                'constraints': [models.UniqueConstraint(fields=('episode', 'instrument', 'occasion'), name='asked_once_an_occasion'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('due_on'))), name='an_assignment_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('episode', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.episode')),
                ('assignment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='measures.assignment')),
                ('instrument', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('way', models.CharField(choices=[('phone', 'phone'), ('kiosk', 'kiosk'), ('paper', 'paper'), ('interview', 'interview')], max_length=10)),
                ('on_day', models.DateField()),
                ('begun_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('entered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('sex', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'instrument', '-on_day'], name='sheets_of_a_participant')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='measures.sheet')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('instrument', models.CharField(max_length=40)),
                ('score', models.CharField(max_length=40)),
                ('on_day', models.DateField()),
                ('value', models.DecimalField(decimal_places=4, max_digits=9, null=True)),
                ('converted', models.DecimalField(decimal_places=4, max_digits=9, null=True)),
                ('band', models.CharField(blank=True, max_length=40)),
                ('level', models.CharField(blank=True, max_length=40)),
                ('is_prorated', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'on_day'], name='scores_of_a_participant')],
                'constraints': [models.UniqueConstraint(fields=('sheet', 'score'), name='each_score_once_a_sheet')],
            },
        ),
        migrations.CreateModel(
            name='SheetPart',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='measures.sheet')),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('answers', models.JSONField()),
                ('is_last', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['saved_at'], name='answers_as_they_came')],
            },
        ),
    ]
