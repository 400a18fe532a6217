from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED = ("peers_peerrules", "peers_peerstep", "peers_peerreport", "peers_peermoderation")
_CHANGED = (
    "peers_peerspace",
    "peers_peermoderator",
    "peers_peermember",
    "peers_peerround",
    "peers_peerpost",
    "peers_peerreaction",
    "peers_peeraway",
    "peers_peerconcern",
)


class Migration(migrations.Migration):
    dependencies = [("peers", "0001_first")]

    operations = [
        Walls(*_ADDED, *_CHANGED),
        AppendOnly(*_ADDED),
        # What somebody wrote never changes: only how it stands, and what was answered.
        migrations.RunSQL(
            """revoke update, delete, truncate on peers_peerpost from daybridge_app;
               grant update (state, answered_at, answer) on peers_peerpost to daybridge_app;""",
            migrations.RunSQL.noop,
        ),
    ]
