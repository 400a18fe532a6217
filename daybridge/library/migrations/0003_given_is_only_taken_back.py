from django.db import migrations

# What was given and by whom stays; taking it back is all that the application changes.
ONLY_TAKEN_BACK = """
revoke update, delete, truncate on library_assigned from daybridge_app;
grant update (taken_back_at) on library_assigned to daybridge_app;
"""
ALL_AGAIN = "grant update, delete on library_assigned to daybridge_app"


class Migration(migrations.Migration):
    dependencies = [("library", "0002_walls")]

    operations = [migrations.RunSQL(ONLY_TAKEN_BACK, ALL_AGAIN)]
