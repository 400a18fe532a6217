from django.db import migrations

# Who a supporter is and whose stays as it was entered; joining and removing are all that the application changes.
ONLY_THESE = """
revoke update, delete, truncate on people_supporter from daybridge_app;
grant update (account_id, joined_at, removed_at, language) on people_supporter to daybridge_app;
"""
ALL_AGAIN = "grant update, delete on people_supporter to daybridge_app"


class Migration(migrations.Migration):
    dependencies = [("people", "0006_supporters")]

    operations = [migrations.RunSQL(ONLY_THESE, ALL_AGAIN)]
