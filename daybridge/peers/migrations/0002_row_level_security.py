"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "peers_peerrules",
    "peers_peerstep",
    "peers_peerreport",
    "peers_peermoderation",
)
# What somebody wrote never changes: only its state, and what was answered.
ONLY_STATE = """
revoke update, delete, truncate on peers_peerpost from daybridge_app;
grant update (state, answered_at, answer) on peers_peerpost to daybridge_app;
"""


class Migration(migrations.Migration):
    dependencies = [("peers", "0001_initial")]

    operations = [
        RowLevelSecurity(
            "peers_peerspace",
            "peers_peermoderator",
            "peers_peermember",
            "peers_peerround",
            "peers_peerpost",
            "peers_peerreaction",
            "peers_peeraway",
            "peers_peerconcern",
            *_ADDED_ONLY,
        ),
        AppendOnly(*_ADDED_ONLY),
        migrations.RunSQL(ONLY_STATE),
    ]
