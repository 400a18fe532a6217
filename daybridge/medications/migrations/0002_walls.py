from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_TABLES = (
    "medications_medicine",
    "medications_medicineversion",
    "medications_medicinenote",
    "medications_doseentry",
    "medications_sideeffectentry",
    "medications_sideeffectreading",
)


class Migration(migrations.Migration):
    dependencies = [("medications", "0001_first")]

    operations = [Walls(*_TABLES), AppendOnly(*_TABLES)]
