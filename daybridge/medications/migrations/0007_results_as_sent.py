from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("medications", "0006_walls_of_watching")]

    operations = [migrations.AddField("labresult", "as_sent", models.JSONField(default=dict))]
