from django.db import migrations


class Migration(migrations.Migration):
    """Whoever left may come back to a date; that nobody is booked into it twice at once the exclusion constraint holds."""

    dependencies = [("programs", "0007_walls_of_calendar")]

    operations = [migrations.RemoveConstraint(model_name="booking", name="booked_once")]
