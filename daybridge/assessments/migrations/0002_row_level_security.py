"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "assessments_sectionsignature",
    "assessments_signedassessment",
    "assessments_assessmentaddendum",
    "assessments_licensedreport",
    "assessments_levelchange",
)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [
        RowLevelSecurity("assessments_assessment", "assessments_answer", "assessments_ownanswer", *_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
    ]
