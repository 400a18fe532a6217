"""Row-level security of this module's tables, and what the application may change in them."""

from django.db import migrations

from daybridge.core.tenancy import AppendOnly, RowLevelSecurity

#: The application adds to these tables and reads them, nothing else.
_ADDED_ONLY = (
    "programs_rulepackversion",
    "programs_weektold",
    "programs_weekconfirmed",
    "programs_needsset",
    "programs_staffweektold",
    "programs_scheduleversion",
    "programs_absence",
    "programs_absencetakenback",
    "programs_changerequest",
    "programs_changeanswer",
    "programs_familyanswer",
)
# The participant's own supporter is invited. An invitation is ended and never changed otherwise.
FAMILY_INVITATION = """
alter table programs_familyinvitation add constraint asked_whose_supporter_it_is
  foreign key (supporter_id, participant_id) references people_supporter (id, participant_id);
revoke update, delete, truncate on programs_familyinvitation from daybridge_app;
grant update (ended_at) on programs_familyinvitation to daybridge_app;
"""
# Where somebody was booked is history: a row is ended, never removed.
NEVER_REMOVED = """
revoke delete, truncate on programs_keptapart, programs_seat, programs_booking, programs_calendarlink from daybridge_app;
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial"), ("people", "0002_row_level_security")]

    operations = [
        RowLevelSecurity(
            "programs_program",
            "programs_episode",
            "programs_site",
            "programs_room",
            "programs_programsite",
            "programs_track",
            "programs_group",
            "programs_series",
            "programs_seat",
            "programs_occurrence",
            "programs_booking",
            "programs_closure",
            "programs_leave",
            "programs_keptapart",
            "programs_proposal",
            "programs_searchprogress",
            "programs_calendarlink",
            "programs_familyinvitation",
            *_ADDED_ONLY,
        ),
        AppendOnly(*_ADDED_ONLY),
        migrations.RunSQL([FAMILY_INVITATION, NEVER_REMOVED]),
    ]
