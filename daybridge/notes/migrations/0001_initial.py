import daybridge.core.clock
import daybridge.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('plans', '0001_initial'),
        ('programs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('form', models.CharField(max_length=40)),
                ('form_version', models.PositiveIntegerField()),
                ('occurrence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='programs.occurrence')),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='people.participant')),
                ('begins_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('begun_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('begun_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('closed_at', models.DateTimeField(null=True)),
                ('is_dropped', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('occurrence__isnull', False), ('participant__isnull', False), _connector='OR'), name='a_draft_is_of_something'), models.UniqueConstraint(condition=models.Q(('is_dropped', False), ('participant', None)), fields=('occurrence',), name='one_group_note_a_session')],
            },
        ),
        migrations.CreateModel(
            name='DraftCell',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('draft', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cells', to='notes.draft')),
                ('participant', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('code', models.CharField(max_length=40)),
                ('said', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('written_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('written_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draft', 'participant', 'code'), name='one_cell_under_a_heading', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='notes.draft')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='people.participant')),
                ('occurrence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='programs.occurrence')),
                ('objective', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='plans.objective')),
                ('kind', models.CharField(choices=[('group', 'group'), ('individual', 'individual'), ('family', 'family'), ('evaluation', 'evaluation'), ('medication', 'medication'), ('nursing', 'nursing'), ('crisis', 'crisis'), ('contact', 'contact'), ('discharge', 'discharge'), ('own', 'own')], max_length=12)),
                ('form', models.CharField(max_length=40)),
                ('form_version', models.PositiveIntegerField()),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('text', models.JSONField()),
                ('language', models.CharField(max_length=2)),
                ('signed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('signed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('digest', models.CharField(max_length=64)),
                ('due_at', models.DateTimeField(null=True)),
                ('is_late', models.BooleanField(default=False)),
                ('needs_cosignature', models.BooleanField(default=False)),
                ('supervisor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-begins_at'], name='notes_of_a_person')],
                'constraints': [models.UniqueConstraint(fields=('draft', 'participant'), name='one_note_a_person_of_a_draft'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='a_note_is_of_a_time'), models.CheckConstraint(condition=models.Q(('supervisor', None), ('needs_cosignature', True), _connector='OR'), name='a_supervisor_signs_what_needs_it')],
            },
        ),
        migrations.CreateModel(
            name='CoSignature',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('note', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cosignature', to='notes.note')),
                ('signed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('signed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Addendum',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to='notes.note')),
                ('said', models.TextField()),
                ('signed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('signed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OwnNote',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('door', models.CharField(choices=[('psychotherapy', 'psychotherapy'), ('sud_counseling', 'sud_counseling')], max_length=15)),
                ('form', models.CharField(max_length=40)),
                ('sealed', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('written_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('on_day', models.DateField()),
                ('written_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['written_by', 'participant', '-written_at'], name='own_notes_of_a_clinician')],
            },
        ),
        migrations.CreateModel(
            name='Supervision',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('supervisor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('since', models.DateTimeField(default=daybridge.core.clock.now)),
                ('until', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('staff',), name='one_supervisor_each'), models.CheckConstraint(condition=models.Q(('staff', models.F('supervisor')), _negated=True), name='nobody_supervises_themself')],
            },
        ),
    ]
