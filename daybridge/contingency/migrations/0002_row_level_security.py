"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "contingency_enrolment",
    "contingency_protocolsignoff",
    "contingency_rewardsswitch",
    "contingency_drawseed",
    "contingency_seedshown",
    "contingency_targettold",
    "contingency_draw",
    "contingency_ledgerentry",
    "contingency_cabinetentry",
)
#: Terms, the seed's digest and whose it is never change: the application may write to these columns alone.
_CHANGES = "weekdays, word, agreed_at, begun_on, witnessed_by_id, ended_at, ended_by_id, ending, ending_words"


class Migration(migrations.Migration):
    dependencies = [("contingency", "0001_initial")]

    operations = [
        RowLevelSecurity("contingency_pausing", *_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
        migrations.RunSQL(f"grant update ({_CHANGES}) on contingency_enrolment to daybridge_app"),
    ]
