import daybridge.core.clock
import daybridge.core.ids
import django.contrib.postgres.fields
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
            name='Drug',
            fields=[
                ('rxcui', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('kind', models.CharField(max_length=4)),
            ],
        ),
        migrations.CreateModel(
            name='DrugIngredient',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('rxcui', models.CharField(db_index=True, max_length=8)),
                ('ingredient', models.CharField(max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='LabResult',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('test', models.CharField(max_length=40)),
                ('value', models.DecimalField(decimal_places=3, max_digits=12, null=True)),
                ('unit', models.CharField(blank=True, max_length=20)),
                ('reads', models.DecimalField(decimal_places=3, max_digits=14, null=True)),
                ('note', models.TextField(blank=True)),
                ('taken_on', models.DateField()),
                ('source', models.CharField(max_length=5)),
                ('as_sent', models.JSONField(default=dict)),
                ('corrects', models.UUIDField(null=True)),
                ('entered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('entered_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-taken_on'], name='results_of_a_participant')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('entered_by__isnull', False), ('source', 'typed')), ('source', 'lab'), _connector='OR'), name='a_typed_result_says_who'), models.CheckConstraint(condition=models.Q(models.Q(('reads', None), ('unit', ''), ('value', None)), models.Q(('reads__isnull', False), ('value__isnull', False), models.Q(('unit', ''), _negated=True)), _connector='OR'), name='a_measured_result_has_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='Medicine',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='medicines', to='people.participant')),
                ('episode', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.episode')),
                ('entered_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('entered_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DoseEntry',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('medicine', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='doses', to='medications.medicine')),
                ('due_on', models.DateField()),
                ('slot', models.TimeField(null=True)),
                ('state', models.CharField(max_length=7)),
                ('at_time', models.TimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=12)),
                ('note', models.TextField(blank=True)),
                ('corrects', models.UUIDField(null=True)),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('clock_was_wrong', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-due_on'], name='doses_of_a_participant'), models.Index(fields=['medicine', '-due_on'], name='doses_of_a_medicine')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['taken', 'late', 'skipped', 'cleared'])), name='states_of_doses_are_known'), models.CheckConstraint(condition=models.Q(('reason', ''), models.Q(('reason__in', ['forgot', 'side_effects', 'ran_out', 'did_not_want', 'felt_better', 'told_to', 'other']), ('state__in', ['late', 'skipped'])), _connector='OR'), name='reasons_are_for_late_and_skipped_doses'), models.CheckConstraint(condition=models.Q(('at_time', None), ('state__in', ['taken', 'late']), _connector='OR'), name='a_dose_not_taken_has_no_time')],
            },
        ),
        migrations.CreateModel(
            name='MedicineNote',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('medicine', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='medications.medicine')),
                ('kind', models.CharField(max_length=9)),
                ('done_on', models.DateField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['refill', 'injection'])), name='notes_of_medicines_are_known'), models.CheckConstraint(condition=models.Q(('done_on__isnull', False), ('due_on__isnull', False), _connector='OR'), name='a_note_of_a_medicine_names_a_day'), models.CheckConstraint(condition=models.Q(('done_on', None), ('due_on', None), ('due_on__gte', models.F('done_on')), _connector='OR'), name='the_next_comes_after_this_one')],
            },
        ),
        migrations.CreateModel(
            name='MedicineOrder',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('medicine', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='medications.medicine')),
                ('kind', models.CharField(max_length=6)),
                ('text', models.JSONField()),
                ('language', models.CharField(max_length=2)),
                ('signed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('signed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['start', 'change', 'stop'])), name='kinds_of_orders_are_known')],
            },
        ),
        migrations.CreateModel(
            name='MedicineVersion',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('medicine', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='medications.medicine')),
                ('number', models.PositiveSmallIntegerField()),
                ('step', models.CharField(max_length=8)),
                ('from_on', models.DateField()),
                ('name', models.CharField(max_length=120)),
                ('amount', models.CharField(max_length=200)),
                ('form', models.CharField(max_length=10)),
                ('how_often', models.CharField(max_length=10)),
                ('times', django.contrib.postgres.fields.ArrayField(base_field=models.TimeField(), default=list, size=None)),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), default=list, size=None)),
                ('every_days', models.PositiveSmallIntegerField(null=True)),
                ('window_days', models.PositiveSmallIntegerField(default=0)),
                ('starts_on', models.DateField()),
                ('purpose', models.CharField(blank=True, max_length=200)),
                ('prescriber', models.CharField(blank=True, max_length=200)),
                ('route', models.CharField(blank=True, max_length=13)),
                ('rxcui', models.CharField(blank=True, max_length=8)),
                ('why', models.TextField(blank=True)),
                ('despite', models.TextField(blank=True)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('medicine', 'number'), name='one_medicine_version_of_each_number'), models.UniqueConstraint(condition=models.Q(('step', 'stopped')), fields=('medicine',), name='a_medicine_is_stopped_once_and_for_all'), models.CheckConstraint(condition=models.Q(models.Q(('number', 1), ('step', 'added')), models.Q(('number__gt', 1), ('step__in', ['changed', 'stopped'])), _connector='OR'), name='a_medicine_begins_by_being_added'), models.CheckConstraint(condition=models.Q(('step', 'added'), models.Q(('why', ''), _negated=True), _connector='OR'), name='a_change_of_a_medicine_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('amount', ''), _negated=True)), name='a_medicine_says_what_and_how_much'), models.CheckConstraint(condition=models.Q(('form__in', ['tablet', 'capsule', 'liquid', 'film', 'patch', 'inhaler', 'injection', 'implant', 'other'])), name='forms_of_medicine_are_known'), models.CheckConstraint(condition=models.Q(('route__in', ['', 'oral', 'sublingual', 'transdermal', 'inhaled', 'intranasal', 'intramuscular', 'subcutaneous', 'topical', 'other'])), name='routes_of_medicine_are_known'), models.CheckConstraint(condition=models.Q(('rxcui', ''), ('rxcui__regex', '^[1-9][0-9]{0,7}$'), _connector='OR'), name='a_code_of_a_medicine_is_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('how_often__in', ['daily', 'interval', 'weekdays']), ('times__len__range', (1, 12))), models.Q(('how_often__in', ['as_needed', 'injection']), ('times__len', 0)), _connector='OR'), name='a_medicine_at_times_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('how_often', 'weekdays'), ('weekdays__contained_by', [0, 1, 2, 3, 4, 5, 6]), ('weekdays__len__gte', 1)), models.Q(models.Q(('how_often', 'weekdays'), _negated=True), ('weekdays__len', 0)), _connector='OR'), name='a_medicine_on_weekdays_says_which'), models.CheckConstraint(condition=models.Q(models.Q(('every_days__isnull', False), ('every_days__range', (2, 90)), ('how_often', 'interval'), ('window_days', 0)), models.Q(('every_days__isnull', False), ('every_days__range', (2, 200)), ('how_often', 'injection'), ('window_days__lt', models.F('every_days'))), models.Q(('every_days', None), ('how_often__in', ['daily', 'weekdays', 'as_needed']), ('window_days', 0)), _connector='OR'), name='a_medicine_every_so_many_days_says_how_many')],
            },
        ),
        migrations.CreateModel(
            name='NaloxoneNote',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('step', models.CharField(max_length=8)),
                ('on_day', models.DateField()),
                ('kind', models.CharField(blank=True, max_length=80)),
                ('lot', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('step__in', ['offered', 'given', 'declined', 'has_it'])), name='steps_of_naloxone_are_known')],
            },
        ),
        migrations.CreateModel(
            name='OrderSending',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='medications.medicineorder')),
                ('way', models.CharField(max_length=40)),
                ('is_sent', models.BooleanField()),
                ('reference', models.CharField(max_length=120)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PackEdit',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('pack', models.CharField(max_length=40)),
                ('number', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField()),
                ('is_on', models.BooleanField(default=True)),
                ('intervals', models.JSONField(default=dict)),
                ('why', models.TextField()),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'pack', 'number'), name='one_edit_of_a_pack_per_number'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='an_edit_of_a_pack_says_why')],
            },
        ),
        migrations.CreateModel(
            name='PackSignOff',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('pack', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('signed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('signed_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'pack', 'version', 'number'), name='a_pack_signed_once')],
            },
        ),
        migrations.CreateModel(
            name='PregnancyAnswer',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('on_day', models.DateField()),
                ('pregnant', models.CharField(max_length=14)),
                ('contraception', models.CharField(max_length=14)),
                ('words', models.CharField(blank=True, max_length=400)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('contraception__in', ['yes', 'no', 'unsure', 'not_asked', 'not_applicable']), ('pregnant__in', ['yes', 'no', 'unsure', 'not_asked', 'not_applicable'])), name='answers_about_pregnancy_are_known')],
            },
        ),
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('episode', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.episode')),
                ('occasion', models.CharField(max_length=12)),
                ('lines', models.JSONField()),
                ('signed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('signed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('occasion__in', ['admission', 'level_change', 'discharge'])), name='lists_are_reconciled_on_occasions')],
            },
        ),
        migrations.CreateModel(
            name='ReconcilingDraft',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('typed', models.JSONField(default=dict)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('changed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('changed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('participant',), name='one_list_is_reconciled_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='RegistryLook',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('on_day', models.DateField()),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), size=None)),
                ('found', models.CharField(max_length=400)),
                ('next_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('states__len__gte', 1), models.Q(('found', ''), _negated=True)), name='a_look_at_a_registry_says_where_and_what')],
            },
        ),
        migrations.CreateModel(
            name='ResultReading',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='medications.labresult')),
                ('note', models.TextField(blank=True)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SideEffectEntry',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('medicine', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='side_effects', to='medications.medicine')),
                ('what', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('words', models.TextField(blank=True)),
                ('strength', models.CharField(max_length=6)),
                ('since_on', models.DateField(null=True)),
                ('wants_call', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('clock_was_wrong', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-made_at'], name='side_effects_of_a_participant')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what__contained_by', ['nausea', 'sleepy', 'no_sleep', 'dizzy', 'headache', 'restless', 'shaky', 'dry_mouth', 'constipated', 'hungry', 'sexual', 'skin', 'breathing', 'collapse', 'stiff_fever', 'self_harm'])), name='side_effects_are_known'), models.CheckConstraint(condition=models.Q(('strength__in', ['mild', 'medium', 'strong'])), name='strengths_are_known')],
            },
        ),
        migrations.CreateModel(
            name='SideEffectReading',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('side_effect', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='medications.sideeffectentry')),
                ('answer', models.TextField(blank=True)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TakingTold',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('lines', models.JSONField(default=list)),
                ('more', models.TextField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WarningOverride',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('medicine', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medications.medicine')),
                ('beside', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='medications.medicine')),
                ('warning', models.CharField(max_length=60)),
                ('version', models.CharField(max_length=40)),
                ('said', models.CharField(max_length=300)),
                ('holds_for', models.CharField(max_length=64)),
                ('why', models.TextField()),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='who_goes_on_over_a_warning_says_why'), models.UniqueConstraint(fields=('medicine', 'warning', 'holds_for'), name='a_warning_is_overridden_once')],
            },
        ),
        migrations.CreateModel(
            name='AllergyStatement',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('kind', models.CharField(max_length=11)),
                ('told_by', models.CharField(blank=True, max_length=10)),
                ('substance', models.CharField(blank=True, max_length=120)),
                ('rxcui', models.CharField(blank=True, max_length=8)),
                ('reactions', models.CharField(blank=True, max_length=400)),
                ('severity', models.CharField(blank=True, max_length=8)),
                ('since', models.CharField(blank=True, max_length=80)),
                ('referral_id', models.UUIDField(null=True)),
                ('corrects', models.UUIDField(null=True)),
                ('why', models.CharField(blank=True, max_length=400)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['allergy', 'intolerance']), ('why', ''), models.Q(('substance', ''), _negated=True)), models.Q(('kind', 'none_known'), ('substance', ''), ('why', '')), models.Q(('corrects__isnull', False), ('kind', 'taken_back'), ('substance', ''), models.Q(('why', ''), _negated=True)), _connector='OR'), name='a_statement_of_an_allergy_says_what'), models.CheckConstraint(condition=models.Q(('told_by__in', ['themselves', 'family', 'referral', 'record']), ('kind', 'taken_back'), _connector='OR'), name='an_allergy_was_told_by_somebody'), models.CheckConstraint(condition=models.Q(('severity__in', ['', 'mild', 'moderate', 'severe'])), name='severities_of_allergies_are_known')],
            },
        ),
    ]
