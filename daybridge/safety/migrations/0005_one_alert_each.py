from django.db import migrations, models
from django.db.models import F, Q

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("safety", "0004_joined_alerts")]

    operations = [
        migrations.RemoveField(
            model_name="alert",
            name="gravity",
        ),
        migrations.RemoveField(
            model_name="alert",
            name="marks",
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.UniqueConstraint(
                condition=Q(("closed_at", None)), fields=("participant",), name="one_open_alert_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("closed_at", None),
                    ("outcome", "joined"),
                    Q(("taken_at__isnull", False), Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="closing_needs_a_taker_and_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("second_look_by", None), Q(("second_look_by", F("ended_by")), _negated=True), _connector="OR"
                ),
                name="a_second_look_is_another_persons",
            ),
        ),
        Walls(
            "safety_ruleedit",
            "safety_rulesignoff",
            "safety_ladderedit",
            "safety_holiday",
            "safety_oncallshift",
            "safety_shifthandover",
        ),
        AppendOnly("safety_ruleedit", "safety_rulesignoff", "safety_ladderedit"),
    ]
