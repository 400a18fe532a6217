import datetime
import daybridge.core.clock
import daybridge.core.ids
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='people.participant')),
                ('supporter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='people.supporter')),
                ('part', models.CharField(max_length=16)),
                ('since', models.DateTimeField(default=daybridge.core.clock.now)),
                ('runs_out_at', models.DateTimeField()),
                ('wording', models.PositiveSmallIntegerField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['participant', '-since'], name='shares_of_a_participant')],
                'constraints': [models.CheckConstraint(condition=models.Q(('part__in', ['how-i-am', 'safety-plan', 'their-part', 'warning-signs', 'progress', 'who-to-call', 'family-groups', 'about-use'])), name='share_part_is_known'), models.CheckConstraint(condition=models.Q(('runs_out_at__gt', models.F('since')), ('runs_out_at__lte', django.db.models.expressions.CombinedExpression(models.F('since'), '+', models.Value(datetime.timedelta(days=367))))), name='shared_for_a_year_at_most'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('since')), _connector='OR'), name='a_share_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('wording__gte', 1)), name='shared_after_the_warning_was_read'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('supporter', 'part'), name='one_open_share_of_a_part')],
            },
        ),
    ]
