from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED_TO = (
    "medications_allergystatement",
    "medications_naloxonenote",
    "medications_registrylook",
    "medications_pregnancyanswer",
    "medications_takingtold",
    "medications_reconciliation",
    "medications_medicineorder",
    "medications_ordersending",
)


class Migration(migrations.Migration):
    dependencies = [("medications", "0003_coded_and_reconciled")]

    operations = [
        Walls(*_ADDED_TO, "medications_reconcilingdraft"),
        AppendOnly(*_ADDED_TO),
        # The search by words of `terminology.queries` has this expression, word for word.
        migrations.RunSQL(
            "create index drugs_by_word on medications_drug using gin (to_tsvector('simple', name))",
            "drop index drugs_by_word",
        ),
    ]
