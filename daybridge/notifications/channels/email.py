"""E-mail, by the site's own SMTP server."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from daybridge.notifications import queries
from daybridge.notifications.channels.letter import Letter, NotDelivered


def is_set_up() -> bool:
    return bool(settings.MAIL_IS_SET_UP)


def send(letter: Letter) -> None:
    """A few words and a link; a server that has accepted it may still not get it through."""
    address = queries.email_of(letter.person)
    if not is_set_up():
        raise NotDelivered("not-set-up")
    if not address:
        raise NotDelivered("no-address")
    message = EmailMessage(letter.words, _body(letter), to=[address], headers=_headers(letter))
    try:
        message.send()
    except TimeoutError as error:
        raise NotDelivered("timeout") from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered(_code(error)) from error


def _body(letter: Letter) -> str:
    with override(letter.person.language):
        why = _("How Daybridge reaches you is your choice: open the app and look under Me, How we may reach you.")
    return f"{letter.words}\n\n{settings.SITE}{letter.open_link}\n\n{why}\n"


def _headers(letter: Letter) -> dict[str, str]:
    """The same name each time, so that a mail that was sent twice by accident can be known as one."""
    return {
        "Message-ID": f"<{letter.delivery.id}@{urlsplit(settings.SITE).hostname}>",
        "Auto-Submitted": "auto-generated",
    }


def _code(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _said in error.recipients.values()]
        return "rejected" if min(codes) >= 500 else "later"
    if isinstance(error, smtplib.SMTPResponseException):
        return "rejected" if error.smtp_code >= 500 else "later"
    return "refused"
