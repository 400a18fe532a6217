from django.db import migrations

from daybridge.core.tenancy import AppendOnly, Walls

_ADDED_ONLY = ("messaging_announcement", "messaging_announcementto", "messaging_announcementreading")


class Migration(migrations.Migration):
    dependencies = [("messaging", "0007_announcements")]

    operations = [Walls(*_ADDED_ONLY), AppendOnly(*_ADDED_ONLY)]
