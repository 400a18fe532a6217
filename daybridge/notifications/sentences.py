"""What the pages call channels, groups and states."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from daybridge.notifications.rules import Channel, Group, State

CHANNELS: Mapping[Channel, str | Promise] = {
    Channel.IN_APP: _("In Daybridge"),
    Channel.PUSH: _("Notification on my devices"),
    Channel.EMAIL: _("E-mail"),
    Channel.SMS: _("Text message"),
}
#: As staff read it on somebody else's chart.
STAFF_CHANNELS: Mapping[Channel, str | Promise] = {
    Channel.IN_APP: _("In the app"),
    Channel.PUSH: _("Push"),
    Channel.EMAIL: _("E-mail"),
    Channel.SMS: _("Text message"),
}
GROUPS: Mapping[Group, str | Promise] = {
    Group.TASKS: _("When something waits for me"),
    Group.OWN: _("My reminders"),
    Group.REMINDERS: _("When questions are waiting"),
    Group.MESSAGES: _("When my team writes to me"),
}
STATES: Mapping[State, str | Promise] = {
    State.PLANNED: _("waits for its time"),
    State.SENT: _("sent"),
    State.FAILED: _("could not be sent"),
    State.CANCELLED: _("called off"),
    State.SHOWN: _("shown"),
    State.OPENED: _("opened"),
}
