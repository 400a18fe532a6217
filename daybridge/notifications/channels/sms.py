"""Text messages, through any service that takes one in a single HTTP POST. Which one is the site's choice and contract."""

from django.conf import settings

from daybridge.notifications import queries, rules
from daybridge.notifications.channels import network
from daybridge.notifications.channels.letter import Letter, NotDelivered


def is_set_up() -> bool:
    return bool(settings.SMS["url"])


def send(letter: Letter) -> None:
    """The words and where they lead. A service that took it may still fail: it does not tell us."""
    number = rules.as_dialled(queries.phone_of(letter.person))
    if not number:
        raise NotDelivered("no-address")
    text(number, f"{letter.words} {settings.SITE}{letter.open_link}")


def text(number: str, words: str) -> None:
    """Send words to a number (E.164). Raises NotDelivered."""
    if not is_set_up():
        raise NotDelivered("not-set-up")
    known = settings.SMS
    to, sender, body = known["fields"].split()
    message = {to: number, sender: known["from"], body: words}
    auth = (known["user"], known["password"]) if known["user"] else None
    headers = {"Authorization": f"Bearer {known['token']}"} if known["token"] else {}
    sent = {"json": message} if known["body"] == "json" else {"data": message}
    with network.trouble_in_words(), network.Session() as session:
        answer = session.post(
            known["url"], **sent, auth=auth, headers=headers, timeout=network.TIMEOUT_SECONDS, stream=True  # type: ignore[arg-type]
        )  # fmt: skip
        answer.close()
    network.check(answer.status_code)
