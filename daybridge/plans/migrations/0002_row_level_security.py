"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "plans_planversion",
    "plans_planstep",
    "plans_goalwords",
)


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [
        RowLevelSecurity("plans_objective", "plans_plandraft", *_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
    ]
