"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "medications_medicine",
    "medications_medicineversion",
    "medications_medicinenote",
    "medications_doseentry",
    "medications_sideeffectentry",
    "medications_sideeffectreading",
    "medications_allergystatement",
    "medications_naloxonenote",
    "medications_registrylook",
    "medications_pregnancyanswer",
    "medications_takingtold",
    "medications_reconciliation",
    "medications_medicineorder",
    "medications_ordersending",
    "medications_labresult",
    "medications_resultreading",
    "medications_warningoverride",
    "medications_packedit",
    "medications_packsignoff",
)


class Migration(migrations.Migration):
    dependencies = [("medications", "0001_initial")]

    operations = [
        RowLevelSecurity("medications_reconcilingdraft", *_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
        # The search by words of `terminology.queries` has this expression, word for word.
        migrations.RunSQL("create index drugs_by_word on medications_drug using gin (to_tsvector('simple', name))"),
    ]
