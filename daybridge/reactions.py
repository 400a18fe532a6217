"""What follows from what: the whole system's cause and effect on one page.

Each reaction runs in the transaction of its cause, in a savepoint; if it fails the cause stays saved, and a job tries again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from daybridge.assessments.reactions import begin_with_admission, fill_in_what_was_told, note_the_end
from daybridge.attendance.events import ParticipantExcused, PresenceCorrected, SessionEnded
from daybridge.checkins.events import CheckInSaved, EntrySaved
from daybridge.contingency.events import RewardsOffered
from daybridge.contingency.reactions import correct_target_of_day, follow_screen, tell_of_offer
from daybridge.contingency.reactions import end_with_stay as end_rewards_with_stay
from daybridge.core.events import Event
from daybridge.intake.events import (
    ReferralAccepted,
    ReferralAdmitted,
    ReferralDeclined,
    ReferralPutOnWaitingList,
    ReferralReceived,
)
from daybridge.intake.reactions import notify_intake_of_return, notify_of_decision
from daybridge.measures.events import AnswersKept, SheetFinished
from daybridge.measures.reactions import ask_what_is_due, withdraw_what_waits
from daybridge.medications.events import DoseTold, SideEffectTold
from daybridge.medications.reactions import close_medicine_reminders
from daybridge.medications.watching.events import ResultEntered
from daybridge.messaging.events import (
    Announced,
    AnnouncementsRead,
    MessageMarkedUrgent,
    MessageSent,
    MessagesRead,
    TeamMessageSent,
    TeamMessagesRead,
    ThreadHandedOver,
)
from daybridge.messaging.reactions import (
    call_off_announcement,
    call_off_notice,
    call_off_team_notice,
    tell_colleagues,
    tell_of_announcement,
    tell_of_hand_over,
    tell_of_message,
)
from daybridge.notifications.reactions import tell_of_stopped_sharing, tell_of_supporter
from daybridge.notifications.reminders.reactions import (
    close_check_in_reminders,
    close_diary_reminders,
    end_with_stay,
    follow_clock,
)
from daybridge.peers.events import (
    MemberModerated,
    PeerWorriedAbout,
    Posted,
    PostModerated,
    PostReported,
    SpaceSeen,
)
from daybridge.peers.reactions import (
    call_moderators,
    call_off_moderators,
    call_off_note,
    leave_spaces_of_program,
    tell_of_moderation,
    tell_of_reply,
    tell_team_if_in_danger,
)
from daybridge.people.events import InvitationAccepted, SignInChanged, TimeZoneChanged
from daybridge.privacy.events import SharingStoppedForThem
from daybridge.privacy.reactions import end_what_is_shared
from daybridge.programs.attending.events import ChangeAnswered
from daybridge.programs.attending.reactions import end_calendar_of_old_password, tell_of_change
from daybridge.programs.calendar.reactions import free_their_seats
from daybridge.programs.events import ParticipantAdmitted, ParticipantDischarged
from daybridge.programs.families.events import SupporterAsked
from daybridge.programs.families.reactions import end_family_invitations, tell_who_is_asked_for
from daybridge.safety.events import ParticipantAnswered
from daybridge.safety.plan.events import SafetyPlanWritten
from daybridge.safety.radar.reactions import end_findings
from daybridge.safety.reactions import (
    raise_alert_if_answers_call_for_it,
    raise_alert_if_diary_calls_for_it,
    raise_alert_if_dose_calls_for_it,
    raise_alert_if_entry_calls_for_it,
    raise_alert_if_message_is_urgent,
    raise_alert_if_peer_calls_for_it,
    raise_alert_if_result_calls_for_it,
    raise_alert_if_scores_call_for_it,
    raise_alert_if_screen_calls_for_it,
    raise_alert_if_sessions_were_missed,
    raise_alert_if_side_effect_calls_for_it,
    tell_of_answer,
    tell_of_plan,
)
from daybridge.screens.events import (
    ScreenAnnounced,
    ScreenCollected,
    ScreenMarked,
    ScreenResulted,
    ScreenUnexpected,
)
from daybridge.screens.reactions import take_back_what_was_ahead, tell_of_screen

REACTIONS: Mapping[type[Event], Sequence[Any]] = {
    InvitationAccepted: [tell_of_supporter],
    SupporterAsked: [tell_who_is_asked_for],
    SharingStoppedForThem: [tell_of_stopped_sharing],
    TimeZoneChanged: [follow_clock],
    SignInChanged: [end_calendar_of_old_password],
    ParticipantAdmitted: [withdraw_what_waits, ask_what_is_due, begin_with_admission],
    ReferralAdmitted: [fill_in_what_was_told],
    ReferralReceived: [notify_intake_of_return],
    ReferralAccepted: [notify_of_decision],
    ReferralPutOnWaitingList: [notify_of_decision],
    ReferralDeclined: [notify_of_decision],
    ParticipantDischarged: [
        withdraw_what_waits,
        ask_what_is_due,
        note_the_end,
        end_findings,
        end_rewards_with_stay,
        end_what_is_shared,
        end_family_invitations,
        end_with_stay,
        free_their_seats,
        leave_spaces_of_program,
        take_back_what_was_ahead,
    ],
    CheckInSaved: [raise_alert_if_entry_calls_for_it, raise_alert_if_diary_calls_for_it, close_check_in_reminders],
    EntrySaved: [raise_alert_if_diary_calls_for_it, close_diary_reminders],
    DoseTold: [raise_alert_if_dose_calls_for_it, close_medicine_reminders],
    SideEffectTold: [raise_alert_if_side_effect_calls_for_it],
    ResultEntered: [raise_alert_if_result_calls_for_it],
    AnswersKept: [raise_alert_if_answers_call_for_it],
    SheetFinished: [raise_alert_if_answers_call_for_it, raise_alert_if_scores_call_for_it],
    SessionEnded: [raise_alert_if_sessions_were_missed],
    PresenceCorrected: [raise_alert_if_sessions_were_missed, correct_target_of_day],
    ParticipantExcused: [raise_alert_if_sessions_were_missed, correct_target_of_day],
    ParticipantAnswered: [tell_of_answer],
    SafetyPlanWritten: [tell_of_plan],
    ChangeAnswered: [tell_of_change],
    MessageSent: [raise_alert_if_message_is_urgent, tell_of_message],
    MessageMarkedUrgent: [raise_alert_if_message_is_urgent],
    MessagesRead: [call_off_notice],
    ThreadHandedOver: [tell_of_hand_over],
    TeamMessageSent: [tell_colleagues],
    Announced: [tell_of_announcement],
    AnnouncementsRead: [call_off_announcement],
    TeamMessagesRead: [call_off_team_notice],
    ScreenAnnounced: [tell_of_screen],
    Posted: [call_moderators, tell_of_reply],
    PostReported: [tell_team_if_in_danger, call_moderators],
    PostModerated: [call_off_moderators, tell_of_reply, tell_of_moderation],
    MemberModerated: [tell_of_moderation],
    SpaceSeen: [call_off_note],
    PeerWorriedAbout: [raise_alert_if_peer_calls_for_it, call_off_moderators],
    RewardsOffered: [tell_of_offer],
    ScreenMarked: [follow_screen],
    ScreenCollected: [follow_screen],
    ScreenResulted: [follow_screen],
    ScreenUnexpected: [raise_alert_if_screen_calls_for_it, follow_screen],
}
