import daybridge.core.clock
import daybridge.core.ids
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
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='people.participant')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.episode')),
                ('kind', models.CharField(choices=[('assessment', 'assessment'), ('level', 'level'), ('leaving', 'leaving')], max_length=10)),
                ('number', models.PositiveSmallIntegerField()),
                ('form_code', models.CharField(max_length=40)),
                ('form_version', models.PositiveIntegerField()),
                ('template', models.JSONField()),
                ('begun_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('begun_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('episode', 'kind'), name='one_open_assessment_of_a_kind'), models.UniqueConstraint(fields=('participant', 'kind', 'number'), name='one_assessment_a_number')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('assessment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='assessments.assessment')),
                ('code', models.CharField(max_length=40)),
                ('said', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('source', models.JSONField(blank=True, default=dict)),
                ('is_confirmed', models.BooleanField(default=True)),
                ('written_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('written_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'code'), name='one_answer_to_a_question'), models.CheckConstraint(condition=models.Q(('is_confirmed', True), models.Q(('source', {}), _negated=True), _connector='OR'), name='only_what_was_filled_in_is_confirmed')],
            },
        ),
        migrations.CreateModel(
            name='LicensedReport',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licensed_reports', to='people.participant')),
                ('title', models.CharField(max_length=120)),
                ('made_on', models.DateField(null=True)),
                ('original', models.BinaryField()),
                ('sha256', models.BinaryField(max_length=32)),
                ('size', models.PositiveIntegerField()),
                ('added_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('added_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('participant', 'sha256'), name='the_same_report_once')],
            },
        ),
        migrations.CreateModel(
            name='OwnAnswer',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('assessment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='own_answers', to='assessments.assessment')),
                ('code', models.CharField(max_length=40)),
                ('said', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('written_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'code'), name='one_own_answer_to_a_question')],
            },
        ),
        migrations.CreateModel(
            name='SectionSignature',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='section_signatures', to='assessments.assessment')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('section', models.CharField(max_length=40)),
                ('said', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('signed_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SignedAssessment',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('assessment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signed', to='assessments.assessment')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed_assessments', to='people.participant')),
                ('kind', models.CharField(choices=[('assessment', 'assessment'), ('level', 'level'), ('leaving', 'leaving')], max_length=10)),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('signed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('signed_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LevelChange',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='level_changes', to='people.participant')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='level_changes', to='programs.episode')),
                ('kind', models.CharField(choices=[('admission', 'admission'), ('readmission', 'readmission'), ('continued', 'continued'), ('step_up', 'step_up'), ('step_down', 'step_down'), ('hold', 'hold'), ('transfer', 'transfer'), ('discharge', 'discharge')], max_length=11)),
                ('from_level', models.CharField(choices=[('none', 'none'), ('op', 'op'), ('iop', 'iop'), ('php', 'php'), ('residential', 'residential'), ('hospital', 'hospital')], max_length=11)),
                ('to_level', models.CharField(choices=[('none', 'none'), ('op', 'op'), ('iop', 'iop'), ('php', 'php'), ('residential', 'residential'), ('hospital', 'hospital')], max_length=11)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('on_day', models.DateField()),
                ('signed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.signedassessment')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('ends_stay', models.BooleanField(default=False)),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', 'on_day', 'saved_at'], name='levels_of_a_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_stay', True)), fields=('episode',), name='a_stay_ends_once'), models.UniqueConstraint(condition=models.Q(('kind__in', ['admission', 'readmission'])), fields=('episode',), name='a_stay_begins_once')],
            },
        ),
        migrations.CreateModel(
            name='AssessmentAddendum',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('signed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to='assessments.signedassessment')),
                ('said', models.TextField(max_length=8000)),
                ('signed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('signed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
