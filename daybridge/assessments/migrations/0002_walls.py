from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED_ONLY = (
    "assessments_sectionsignature", "assessments_signedassessment", "assessments_assessmentaddendum",
    "assessments_licensedreport", "assessments_levelchange",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_first")]

    operations = [
        Walls("assessments_assessment", "assessments_answer", "assessments_ownanswer", *_ADDED_ONLY),
        AppendOnly(*_ADDED_ONLY),
    ]
