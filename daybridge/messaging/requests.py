"""How a file that came with a message is taken in and given out."""

from django.http import HttpResponse

from daybridge.messaging.models import MessageFile
from daybridge.messaging.queries import unsealed
from daybridge.messaging.receiving import NotLookedAt, Received, receive

__all__ = ["NotLookedAt", "Received", "give_out", "receive"]


def give_out(file: MessageFile) -> HttpResponse:
    """The file for whoever may see it: saved, never run, never guessed at, under a name that says nothing about anybody."""
    answer = HttpResponse(unsealed(file), content_type=file.media_type)
    answer["Content-Disposition"] = f'attachment; filename="message-{file.id.hex[-8:]}.{file.ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
