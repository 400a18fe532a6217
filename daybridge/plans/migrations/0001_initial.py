import daybridge.core.clock
import daybridge.core.ids
import daybridge.plans.rules.signing
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
            name='PlanVersion',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_versions', to='programs.episode')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_versions', to='people.participant')),
                ('number', models.PositiveSmallIntegerField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('signed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('signed_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('episode', 'number'), name='one_plan_version_a_number')],
            },
        ),
        migrations.CreateModel(
            name='PlanStep',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='plans.planversion')),
                ('kind', models.CharField(choices=[('signed', 'signed'), ('in_person', 'in_person'), ('declined', 'declined'), ('certified', 'certified'), ('reviewed', 'reviewed')], max_length=9)),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('words', models.CharField(blank=True, max_length=400)),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', daybridge.plans.rules.signing.Step['SIGNED'])), fields=('version', 'kind'), name='a_plan_is_signed_once_by_its_person'), models.CheckConstraint(condition=models.Q(models.Q(('kind', daybridge.plans.rules.signing.Step['SIGNED']), ('staff', None)), models.Q(models.Q(('kind', daybridge.plans.rules.signing.Step['SIGNED']), _negated=True), ('staff__isnull', False)), _connector='OR'), name='nobody_signs_a_treatment_plan_for_another'), models.CheckConstraint(condition=models.Q(models.Q(('kind', daybridge.plans.rules.signing.Step['DECLINED']), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='who_declines_a_plan_says_why')],
            },
        ),
        migrations.CreateModel(
            name='GoalWords',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('goal_id', models.UUIDField()),
                ('said', models.CharField(max_length=300)),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'goal_id'], name='words_of_a_goal')],
            },
        ),
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to='programs.episode')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to='people.participant')),
                ('number', models.PositiveSmallIntegerField()),
                ('said', models.CharField(max_length=300)),
                ('measure', models.CharField(blank=True, max_length=40)),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('ending', models.CharField(blank=True, choices=[('reached', 'reached'), ('changed', 'changed'), ('set_aside', 'set_aside')], max_length=9)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('episode', 'number'), name='one_objective_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ending', '')), models.Q(('ended_at__isnull', False), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='an_objective_ends_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='PlanDraft',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('episode', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.episode')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='plan_drafts', to='people.participant')),
                ('content', models.JSONField(default=dict)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('begun_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('begun_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('changed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('changed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('changed_on', models.UUIDField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('participant',), name='one_plan_is_written_at_a_time')],
            },
        ),
    ]
