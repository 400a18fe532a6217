from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED_ONLY = (
    "contingency_protocolsignoff", "contingency_rewardsswitch", "contingency_drawseed", "contingency_seedshown",
    "contingency_targettold", "contingency_draw", "contingency_ledgerentry", "contingency_cabinetentry",
)  # fmt: skip
#: Terms, seed's digest and whose it is never change: the application may write to these columns alone.
_CHANGES = "weekdays, word, agreed_at, begun_on, witnessed_by_id, ended_at, ended_by_id, ending, ending_words"


class Migration(migrations.Migration):
    dependencies = [("contingency", "0001_first")]

    operations = [
        Walls("contingency_enrolment", "contingency_pausing", *_ADDED_ONLY),
        AppendOnly("contingency_enrolment", *_ADDED_ONLY),
        migrations.RunSQL(
            f"grant update ({_CHANGES}) on contingency_enrolment to daybridge_app",
            f"revoke update ({_CHANGES}) on contingency_enrolment from daybridge_app",
        ),
    ]
