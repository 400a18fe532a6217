import django.db.models.deletion
from django.db import migrations, models

import daybridge.core.clock
import daybridge.core.ids
from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_walls"),
        ("safety", "0007_walls_of_radar"),
    ]

    operations = [
        migrations.CreateModel(
            name="SafetyPlanVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("sections", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField(default=daybridge.core.clock.now)),
                (
                    "based_on",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="safety.safetyplanversion",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organization",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="safety_plans",
                        to="people.participant",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SafetyPlanStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=daybridge.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed", "signed"),
                            ("in_person", "in_person"),
                            ("countersigned", "countersigned"),
                            ("reviewed", "reviewed"),
                            ("dropped", "dropped"),
                        ],
                        max_length=14,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("saved_at", models.DateTimeField(default=daybridge.core.clock.now)),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organization",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="safety.safetyplanversion"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="safetyplanversion",
            constraint=models.UniqueConstraint(fields=("participant", "number"), name="one_plan_of_each_number"),
        ),
        migrations.AddConstraint(
            model_name="safetyplanstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "reviewed"), _negated=True),
                fields=("plan", "kind"),
                name="a_plan_is_signed_once_by_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="safetyplanstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "signed"), ("staff", None)),
                    models.Q(("kind__in", ["in_person", "countersigned", "reviewed"]), ("staff__isnull", False)),
                    ("kind", "dropped"),
                    _connector="OR",
                ),
                name="nobody_signs_a_plan_for_another",
            ),
        ),
        Walls("safety_safetyplanversion", "safety_safetyplanstep"),
        AppendOnly("safety_safetyplanversion", "safety_safetyplanstep"),
    ]
