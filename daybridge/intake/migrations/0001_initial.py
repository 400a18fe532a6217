import daybridge.core.clock
import daybridge.core.ids
import daybridge.intake.rules.states
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
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('state', models.CharField(choices=[('received', 'received'), ('screening', 'screening'), ('accepted', 'accepted'), ('waiting_list', 'waiting_list'), ('declined', 'declined'), ('admitted', 'admitted'), ('withdrawn', 'withdrawn')], default=daybridge.intake.rules.states.State['RECEIVED'], max_length=14)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('came_by', models.CharField(choices=[('file', 'file'), ('phone', 'phone'), ('app', 'app')], max_length=6)),
                ('received_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('answer_due_at', models.DateTimeField()),
                ('first_response_at', models.DateTimeField(null=True)),
                ('changed_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('given_name', models.CharField(blank=True, max_length=300)),
                ('family_name', models.CharField(blank=True, max_length=300)),
                ('born_on', models.DateField(null=True)),
                ('facts', models.JSONField()),
                ('not_read', models.JSONField(default=list)),
                ('is_about_substance_use', models.BooleanField()),
                ('identity', models.CharField(blank=True, choices=[('known', 'known'), ('new', 'new')], max_length=5)),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='people.participant')),
                ('episode', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='programs.episode')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'state', 'answer_due_at'], name='referrals_by_state_and_clock'), models.Index(fields=['organization', 'born_on'], name='referrals_by_birth_date')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['received', 'screening', 'accepted', 'waiting_list', 'declined', 'admitted', 'withdrawn'])), name='a_referral_s_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('episode__isnull', False), ('participant__isnull', False), ('state', 'admitted')), models.Q(models.Q(('state', 'admitted'), _negated=True), ('episode', None)), _connector='OR'), name='admitted_means_in_an_episode'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['declined', 'withdrawn', 'waiting_list']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='no_decision_without_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('identity', 'known'), ('participant__isnull', False)), ('identity', 'new'), models.Q(('identity', ''), ('participant', None)), _connector='OR'), name='a_known_person_is_named')],
            },
        ),
        migrations.CreateModel(
            name='ReferralDocument',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='document', to='intake.referral')),
                ('original', models.BinaryField()),
                ('sha256', models.BinaryField(max_length=32)),
                ('size', models.PositiveIntegerField()),
                ('media_type', models.CharField(max_length=80)),
                ('filename', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'sha256'), name='the_same_file_once')],
            },
        ),
        migrations.CreateModel(
            name='ReferralStep',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='intake.referral')),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('kind', models.CharField(max_length=20)),
                ('staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('call_with', models.CharField(blank=True, max_length=10)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
