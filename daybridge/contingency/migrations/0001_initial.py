import daybridge.contingency.rules.evidence
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
            name='CabinetEntry',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('prize', models.CharField(max_length=40)),
                ('change', models.IntegerField()),
                ('is_count', models.BooleanField()),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='people.participant')),
                ('episode', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.episode')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('protocol_code', models.CharField(max_length=40)),
                ('protocol_version', models.PositiveIntegerField()),
                ('protocol_terms', models.JSONField()),
                ('funding_code', models.CharField(max_length=40)),
                ('funding_terms', models.JSONField()),
                ('commitment', models.CharField(blank=True, max_length=64)),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
                ('offered_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('offered_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('word', models.CharField(blank=True, max_length=40)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('begun_on', models.DateField(null=True)),
                ('witnessed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('ending', models.CharField(blank=True, choices=[('declined', 'declined'), ('withdrawn', 'withdrawn'), ('completed', 'completed'), ('their_wish', 'their_wish'), ('left_program', 'left_program'), ('other', 'other')], max_length=12)),
                ('ending_words', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'ended_at'], name='enrolments_of_a_program')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('participant',), name='one_enrolment_in_rewards_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_at', None), ('begun_on', None), ('witnessed_by', None), ('word', '')), models.Q(('agreed_at__isnull', False), ('begun_on__isnull', False), models.Q(models.Q(('word', ''), _negated=True), ('commitment', ''), _connector='OR')), _connector='OR'), name='who_takes_part_has_agreed_with_a_word'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ending', '')), models.Q(('ended_at__isnull', False), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='rewards_end_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='DrawSeed',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contingency.enrolment')),
                ('seed', models.BinaryField(max_length=32)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('enrolment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='contingency.enrolment')),
                ('on_day', models.DateField()),
                ('number', models.PositiveSmallIntegerField()),
                ('slip', models.PositiveIntegerField()),
                ('prize', models.CharField(max_length=40)),
                ('slip_cents', models.PositiveIntegerField()),
                ('cents', models.PositiveIntegerField()),
                ('drawn_on', models.DateField()),
                ('drawn_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('drawn_with', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'on_day', 'number'), name='nothing_is_drawn_again'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='draws_count_from_one'), models.CheckConstraint(condition=models.Q(('cents__lte', models.F('slip_cents'))), name='no_more_than_the_slip_says')],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='contingency.enrolment')),
                ('deed', models.CharField(choices=[('handed_over', 'handed_over'), ('declined', 'declined'), ('kept', 'kept'), ('credited', 'credited'), ('redeemed', 'redeemed')], max_length=11)),
                ('draw', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='contingency.draw')),
                ('for_day', models.DateField(null=True)),
                ('number', models.PositiveSmallIntegerField(null=True)),
                ('on_day', models.DateField()),
                ('cents', models.PositiveIntegerField()),
                ('full_cents', models.PositiveIntegerField()),
                ('what', models.CharField(blank=True, max_length=200)),
                ('given_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('given_to', models.CharField(blank=True, max_length=160)),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('deed__in', [daybridge.contingency.rules.evidence.Deed['HANDED_OVER'], daybridge.contingency.rules.evidence.Deed['DECLINED']])), fields=('draw',), name='a_prize_is_given_once'), models.UniqueConstraint(condition=models.Q(('deed', daybridge.contingency.rules.evidence.Deed['CREDITED'])), fields=('enrolment', 'for_day', 'number'), name='credited_once_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('deed', daybridge.contingency.rules.evidence.Deed['CREDITED']), ('draw', None), ('for_day__isnull', False), ('number__isnull', False)), models.Q(('deed', daybridge.contingency.rules.evidence.Deed['REDEEMED']), ('draw', None), ('for_day', None), ('number', None)), models.Q(('deed__in', [daybridge.contingency.rules.evidence.Deed['HANDED_OVER'], daybridge.contingency.rules.evidence.Deed['DECLINED'], daybridge.contingency.rules.evidence.Deed['KEPT']]), ('draw__isnull', False), ('for_day', None), ('number', None)), _connector='OR'), name='an_entry_is_of_a_prize_or_of_a_voucher'), models.CheckConstraint(condition=models.Q(('cents__lte', models.F('full_cents'))), name='no_more_than_was_earned'), models.CheckConstraint(condition=models.Q(models.Q(('deed__in', [daybridge.contingency.rules.evidence.Deed['HANDED_OVER'], daybridge.contingency.rules.evidence.Deed['REDEEMED']]), _negated=True), models.Q(('given_by__isnull', False), models.Q(('given_to', ''), _negated=True)), _connector='OR'), name='both_names_stand_on_what_is_given')],
            },
        ),
        migrations.CreateModel(
            name='Pausing',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='contingency.enrolment')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('why', models.CharField(max_length=200)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('enrolment',), name='one_pause_at_a_time'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='a_pause_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='ProtocolSignOff',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('code', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('signed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('signed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'code', 'digest'), name='a_protocol_signed_off_once')],
            },
        ),
        migrations.CreateModel(
            name='RewardsSwitch',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('number', models.PositiveIntegerField()),
                ('is_on', models.BooleanField()),
                ('made_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='one_switch_a_number')],
            },
        ),
        migrations.CreateModel(
            name='SeedShown',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='shown_seed', to='contingency.enrolment')),
                ('seed', models.CharField(max_length=64)),
                ('shown_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TargetTold',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('enrolment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='contingency.enrolment')),
                ('on_day', models.DateField()),
                ('number', models.PositiveSmallIntegerField()),
                ('evidence', models.CharField(choices=[('attendance', 'attendance'), ('screen', 'screen'), ('point_of_care', 'point_of_care')], max_length=13)),
                ('evidence_id', models.UUIDField(null=True)),
                ('reading', models.CharField(blank=True, max_length=200)),
                ('verdict', models.CharField(choices=[('met', 'met'), ('not_met', 'not_met'), ('refused', 'refused'), ('excused', 'excused')], max_length=8)),
                ('why', models.CharField(blank=True, max_length=200)),
                ('told_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('told_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'on_day', 'number'), name='a_target_told_once_a_number'), models.CheckConstraint(condition=models.Q(('evidence__in', ['attendance', 'screen', 'point_of_care'])), name='only_what_others_saw_is_evidence'), models.CheckConstraint(condition=models.Q(('verdict__in', ['met', 'not_met', 'refused', 'excused'])), name='a_verdict_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('evidence', daybridge.contingency.rules.evidence.EvidenceKind['POINT_OF_CARE']), ('evidence_id', None), ('told_by__isnull', False), models.Q(('reading', ''), _negated=True)), models.Q(models.Q(('evidence', daybridge.contingency.rules.evidence.EvidenceKind['POINT_OF_CARE']), _negated=True), ('evidence_id__isnull', False)), _connector='OR'), name='evidence_says_where_it_comes_from'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('why', ''), _negated=True), _connector='OR'), name='who_corrects_a_target_says_why')],
            },
        ),
    ]
