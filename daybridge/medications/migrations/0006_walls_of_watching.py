from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_TABLES = (
    "medications_labresult",
    "medications_resultreading",
    "medications_warningoverride",
    "medications_packedit",
    "medications_packsignoff",
)


class Migration(migrations.Migration):
    dependencies = [("medications", "0005_watching")]

    operations = [Walls(*_TABLES), AppendOnly(*_TABLES)]
