"""A file that somebody sends with a message: what it is, what is taken out of it, whether a scanner finds it sound."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from daybridge.core.errors import DaybridgeError, Invalid
from daybridge.messaging.rules.files import MOST_BYTES, File, Kind, NotAFile, taken_in
from daybridge.messaging.scanning import NoScanner, Verdict, scan


class NotLookedAt(DaybridgeError):
    """The scanner that a site has does not answer; a phone tries again later."""

    status = 503
    code = "not-scanned"


@dataclass(frozen=True)
class Received:
    """A file that may be kept."""

    file: File
    verdict: Verdict


def receive(content: bytes, *, name: str) -> Received:
    """Look at what was sent, before anything is locked. Raises Invalid (422) for what is not kept, NotLookedAt (503) where nobody could look."""
    try:
        file = taken_in(content, name=name)
        verdict = scan(file.content)
    except NotAFile as fault:
        raise _refused(str(fault)) from fault
    except NoScanner as error:
        raise NotLookedAt(
            _("Files can't be checked at the moment, so this one was not kept. Try again later.")
        ) from error
    if verdict is Verdict.INFECTED:
        raise _refused("infected")
    return Received(file, verdict)


def _refused(fault: str) -> Invalid:
    most = {kind: size // (1024 * 1024) for kind, size in MOST_BYTES.items()}
    said = {
        "empty": _("This file is empty."),
        "unknown": _("Only pictures (JPEG, PNG, WebP), PDF files and voice notes can be sent."),
        "too-large": _("This file is too large. A picture or a PDF may have %(file)s MB, a voice note %(voice)s MB.")
        % {"file": most[Kind.DOCUMENT], "voice": most[Kind.VOICE]},
        "broken": _("This picture can't be read. Try another one."),
        "infected": _("This file is not safe, so it was not kept."),
    }[fault]
    return Invalid(said, fields={"file": said})
