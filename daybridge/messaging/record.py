"""What this room keeps about a participant: every message between them and their team, and what became of it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, as_json, in_portions, row_as_json
from daybridge.messaging.models import AnnouncementReading, AnnouncementTo, Message, MessageFile, MessageStep
from daybridge.messaging.queries import unsealed
from daybridge.messaging.rules import What
from daybridge.people.models import Participant
from daybridge.ui import words


def _messages(participant: Participant) -> Iterable[Message]:
    found = Message.objects.filter(participant_id=participant.id).select_related("staff", "about")
    return in_portions(found.order_by("number"))


def _message_in_words(one: Message) -> Told:
    said_before = _("In the place of number %(number)s") % {"number": one.about.number} if one.about else ""
    return Told(
        _("%(number)s. %(who)s, %(when)s")
        % {"number": one.number, "who": one.staff or _("you"), "when": words.exact_moment(one.made_at)},
        (
            Line("", one.words),
            Line("", said_before),
            Line("", _("You marked it as urgent.") if one.is_urgent else ""),
        ),
    )


def _steps(participant: Participant) -> Iterable[MessageStep]:
    found = MessageStep.objects.filter(participant_id=participant.id).select_related("staff", "to_staff")
    return in_portions(found.order_by("at", "id"))


_WHAT = {
    What.FETCHED: lazy("On your phone"),
    What.READ: lazy("Read"),
    What.SETTLED: lazy("Needs no answer"),
    What.URGENT: lazy("Marked as urgent"),
    What.HANDED_OVER: lazy("Handed over"),
}


def _step_in_words(one: MessageStep) -> Told:
    return Told(
        _("%(what)s, up to number %(number)s") % {"what": _WHAT[What(one.what)], "number": one.up_to},
        (
            Line(_("By"), str(one.staff) if one.staff else _("you")),
            Line(_("To"), str(one.to_staff) if one.to_staff else ""),
            Line(_("When"), words.exact_moment(one.at)),
        ),
    )


def _files(participant: Participant) -> Iterable[MessageFile]:
    found = MessageFile.objects.filter(participant_id=participant.id).select_related("message__staff")
    return in_portions(found.order_by("saved_at", "id"))


def _file_in_words(one: MessageFile) -> Told:
    return Told(
        one.name,
        (
            Line(_("With message number"), str(one.message.number)),
            Line(_("From"), str(one.message.staff) if one.message.staff else _("you")),
            Line(_("Size"), _("%(size)s kB") % {"size": -(-one.size // 1000)}),
            Line("", _("It is whole in the file of your record, and you can open it under Messages.")),
        ),
    )


def _file_as_json(one: MessageFile) -> dict[str, Any]:
    return {**row_as_json(one, without=("sealed",)), "content": as_json(unsealed(one))}


def _announced(participant: Participant) -> Iterable[AnnouncementTo]:
    found = AnnouncementTo.objects.filter(participant_id=participant.id)
    found = found.select_related("announcement__staff", "announcement__program", "announcement__group")
    return in_portions(found.order_by("announcement__sent_at", "id"))


def _announced_in_words(one: AnnouncementTo) -> Told:
    said = one.announcement
    return Told(
        words.exact_moment(said.sent_at),
        (Line(_("To"), (said.group or said.program).called), Line(_("By"), str(said.staff)), Line("", said.words)),
    )


def _announced_as_json(one: AnnouncementTo) -> dict[str, Any]:
    return {**row_as_json(one), "said": row_as_json(one.announcement)}


def _heard(participant: Participant) -> Iterable[AnnouncementReading]:
    found = AnnouncementReading.objects.filter(participant_id=participant.id).select_related("announcement")
    return in_portions(found.order_by("at", "id"))


def _heard_in_words(one: AnnouncementReading) -> Told:
    sent = words.exact_moment(one.announcement.sent_at)
    return Told(words.exact_moment(one.at), (Line("", _("You read what was said at %(when)s.") % {"when": sent}),))


SECTIONS = (
    Section(
        code="messages",
        title=lazy("Messages"),
        lede=lazy("All that you and your team wrote to one another, also what was put in other words later."),
        tables=("messaging.Message",),
        read=_messages,
        in_words=_message_in_words,
    ),
    Section(
        code="message_files",
        title=lazy("What came with your messages"),
        lede=lazy("Pictures, voice notes and papers that you and your team sent to one another."),
        tables=("messaging.MessageFile",),
        read=_files,
        as_json=_file_as_json,
        in_words=_file_in_words,
        left_out={"messaging.MessageFile.sealed": "It stands under `content` as it was sent, without the seal."},
    ),
    Section(
        code="announcements",
        title=lazy("Announcements"),
        lede=lazy("What was said to everybody in your program or in a group of yours."),
        tables=("messaging.AnnouncementTo",),
        read=_announced,
        as_json=_announced_as_json,
        in_words=_announced_in_words,
    ),
    Section(
        code="announcements_read",
        title=lazy("Announcements that you read"),
        lede=lazy("When each of them was on your phone's screen."),
        tables=("messaging.AnnouncementReading",),
        read=_heard,
        in_words=_heard_in_words,
    ),
    Section(
        code="message_steps",
        title=lazy("What became of your messages"),
        lede=lazy("When they came to your phone, who read them, and who was asked to answer."),
        tables=("messaging.MessageStep",),
        read=_steps,
        in_words=_step_in_words,
    ),
)
