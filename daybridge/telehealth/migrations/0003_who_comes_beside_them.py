import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_what_changes_of_a_supporter"),
        ("telehealth", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            "roomguest",
            "supporter",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.supporter",
            ),
        ),
        migrations.RemoveConstraint("roomguest", "a_guest_once"),
        migrations.AddConstraint(
            "roomguest",
            models.UniqueConstraint(
                condition=models.Q(("supporter", None)), fields=("room", "participant"), name="a_guest_once"
            ),
        ),
        migrations.AddConstraint(
            "roomguest",
            models.UniqueConstraint(
                condition=models.Q(("supporter__isnull", False)),
                fields=("room", "supporter"),
                name="a_supporter_comes_once",
            ),
        ),
        migrations.AddField("telehealthconsent", "agrees", models.BooleanField(default=True)),
        migrations.RemoveConstraint("telehealthconsent", "consent_to_a_wording_once"),
        migrations.AddIndex(
            "telehealthconsent", models.Index(fields=["participant", "-given_at"], name="newest_word_on_video")
        ),
    ]
