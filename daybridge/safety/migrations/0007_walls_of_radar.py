from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls


class Migration(migrations.Migration):
    dependencies = [("safety", "0006_radar")]

    operations = [
        Walls(
            "safety_radarfinding",
            "safety_worthalook",
            "safety_lookfeedback",
            "safety_radarbudget",
            "safety_radarnight",
        ),
        AppendOnly("safety_worthalook", "safety_lookfeedback", "safety_radarbudget", "safety_radarnight"),
    ]
