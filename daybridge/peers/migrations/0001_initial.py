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
            name='PeerSpace',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('group', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.group')),
                ('name', models.CharField(max_length=60)),
                ('name_es', models.CharField(blank=True, max_length=60)),
                ('about', models.CharField(blank=True, max_length=300)),
                ('about_es', models.CharField(blank=True, max_length=300)),
                ('is_premoderated', models.BooleanField(default=False)),
                ('slow_minutes', models.PositiveSmallIntegerField(default=0)),
                ('look_hours', models.PositiveSmallIntegerField(default=24)),
                ('alumni_may_stay', models.BooleanField(default=False)),
                ('rules_number', models.PositiveSmallIntegerField(default=0)),
                ('opened_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('opened_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('program', 'name'), name='one_open_space_a_name'), models.CheckConstraint(condition=models.Q(('look_hours__range', (1, 168)), ('slow_minutes__lte', 1440)), name='a_space_is_looked_at_within_a_week')],
            },
        ),
        migrations.CreateModel(
            name='PeerMember',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='peers.peerspace')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.participant')),
                ('name', models.CharField(max_length=24)),
                ('name_key', models.CharField(max_length=48)),
                ('avatar', models.CharField(max_length=12)),
                ('wording', models.PositiveSmallIntegerField()),
                ('rules_number', models.PositiveSmallIntegerField()),
                ('joined_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('left_at', models.DateTimeField(null=True)),
                ('paused_until', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('space', 'participant'), name='in_a_space_once'), models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('space', 'name_key'), name='one_peer_a_name'), models.CheckConstraint(condition=models.Q(('avatar__in', ('bird', 'feather', 'fish', 'leaf', 'moon', 'mountain', 'shell', 'sprout', 'star', 'sun', 'tree-pine', 'waves'))), name='avatars_are_known'), models.CheckConstraint(condition=models.Q(('left_at', None), ('left_at__gte', models.F('joined_at')), _connector='OR'), name='left_after_joining')],
            },
        ),
        migrations.CreateModel(
            name='PeerRules',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='peers.peerspace')),
                ('number', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=1000)),
                ('words_es', models.CharField(blank=True, max_length=1000)),
                ('written_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('written_at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('space', 'number'), name='one_version_of_rules_a_number')],
            },
        ),
        migrations.CreateModel(
            name='PeerRound',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='peers.peerspace')),
                ('asks', models.CharField(max_length=160)),
                ('asks_es', models.CharField(blank=True, max_length=160)),
                ('opened_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('opened_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('closes_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opened_at'))), name='a_circle_closes_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='PeerPost',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='peers.peerspace')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='peers.peermember')),
                ('kind', models.CharField(max_length=9)),
                ('parent', models.UUIDField(null=True)),
                ('round', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='peers.peerround')),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('ready', models.CharField(blank=True, max_length=12)),
                ('is_unnamed', models.BooleanField(default=False)),
                ('state', models.CharField(max_length=10)),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=1000)),
            ],
            options={
                'indexes': [models.Index(fields=['space', '-at'], name='posts_of_a_space'), models.Index(fields=['parent'], name='replies_to_a_post')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['post', 'reply', 'encourage', 'question', 'answer'])), name='kinds_of_posts_are_known'), models.CheckConstraint(condition=models.Q(('state__in', ['shown', 'waiting', 'hidden', 'taken_back'])), name='states_of_posts_are_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'encourage'), ('ready__in', ['proud', 'step', 'not-alone', 'rest']), ('words', '')), models.Q(models.Q(('kind', 'encourage'), _negated=True), models.Q(('words', ''), _negated=True), ('ready', '')), _connector='OR'), name='a_post_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['reply', 'encourage']), ('parent__isnull', False)), models.Q(models.Q(('kind__in', ['reply', 'encourage']), _negated=True), ('parent', None)), _connector='OR'), name='a_reply_replies_to_something'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'answer'), ('round__isnull', False)), models.Q(models.Q(('kind', 'answer'), _negated=True), ('round', None)), _connector='OR'), name='an_answer_is_of_a_circle'), models.CheckConstraint(condition=models.Q(('is_unnamed', False), ('kind', 'question'), _connector='OR'), name='only_questions_go_without_a_name'), models.UniqueConstraint(condition=models.Q(('state', 'taken_back'), _negated=True), fields=('round', 'member'), name='one_answer_each_in_a_circle')],
            },
        ),
        migrations.CreateModel(
            name='PeerModerator',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderators', to='peers.peerspace')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('since', models.DateTimeField(default=daybridge.core.clock.now)),
                ('until', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('space', 'staff'), name='a_moderator_once')],
            },
        ),
        migrations.CreateModel(
            name='PeerModeration',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderation', to='peers.peerspace')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderation', to='peers.peermember')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moderation', to='peers.peerpost')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('deed', models.CharField(max_length=11)),
                ('reason', models.CharField(max_length=400)),
                ('until', models.DateTimeField(null=True)),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['space', '-at'], name='moderation_of_a_space')],
                'constraints': [models.CheckConstraint(condition=models.Q(('deed__in', ['hide', 'restore', 'release', 'leave', 'warn', 'pause', 'resume', 'escalate', 'look_behind', 'answer'])), name='deeds_of_moderators_are_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_moderator_says_why')],
            },
        ),
        migrations.CreateModel(
            name='PeerConcern',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='peers.peerpost')),
                ('space', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='peers.peerspace')),
                ('why', models.CharField(max_length=10)),
                ('raised_at', models.DateTimeField(default=daybridge.core.clock.now)),
                ('due_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('outcome', models.CharField(blank=True, max_length=11)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['space', 'due_at'], name='the_moderators_queue')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('post',), name='in_the_queue_once'), models.CheckConstraint(condition=models.Q(('why__in', ['danger', 'unkind', 'private', 'trigger', 'other', 'first_look', 'names'])), name='concerns_are_known'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='a_concern_is_settled_with_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='PeerStep',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='peers.peermember')),
                ('step', models.CharField(max_length=8)),
                ('wording', models.PositiveSmallIntegerField()),
                ('rules_number', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('step__in', ['joined', 'agreed', 'left', 'ended'])), name='steps_of_members_are_known')],
            },
        ),
        migrations.CreateModel(
            name='PeerAway',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='away', to='peers.peermember')),
                ('other', models.UUIDField()),
                ('is_block', models.BooleanField()),
                ('since', models.DateTimeField(default=daybridge.core.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('member', 'other', 'is_block'), name='kept_away_once')],
            },
        ),
        migrations.CreateModel(
            name='PeerReaction',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reactions', to='peers.peermember')),
                ('post', models.UUIDField(db_index=True)),
                ('kind', models.CharField(blank=True, max_length=9)),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('member', 'post'), name='one_reaction_each'), models.CheckConstraint(condition=models.Q(('kind__in', ['', 'with-you', 'thanks', 'strength', 'me-too'])), name='reactions_are_known')],
            },
        ),
        migrations.CreateModel(
            name='PeerReport',
            fields=[
                ('id', models.UUIDField(default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='peers.peermember')),
                ('post', models.UUIDField(db_index=True)),
                ('why', models.CharField(max_length=10)),
                ('words', models.CharField(blank=True, max_length=400)),
                ('at', models.DateTimeField(default=daybridge.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('member', 'post', 'why'), name='a_post_is_reported_once_each'), models.CheckConstraint(condition=models.Q(('why__in', ['danger', 'unkind', 'private', 'trigger', 'other'])), name='reports_are_known')],
            },
        ),
    ]
