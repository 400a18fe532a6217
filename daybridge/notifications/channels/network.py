"""One POST to a service elsewhere, and what its failures are called."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy

import requests

from daybridge.notifications.channels.letter import NotDelivered

#: To connect, and to wait for each part of the answer. The row stays locked meanwhile.
TIMEOUT_SECONDS = 8.0


class Session(requests.Session):
    """A session that goes where it is told and nowhere else: no redirects, no credentials from files of the machine."""

    def __init__(self) -> None:
        super().__init__()
        self.max_redirects = 0
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))


_of_thread = threading.local()


def session() -> Session:
    """This thread's session, whose connections stay open: a thousand reminders need not shake hands a thousand times."""
    if not hasattr(_of_thread, "session"):
        _of_thread.session = Session()
    kept: Session = _of_thread.session
    return kept


@contextmanager
def trouble_in_words() -> Iterator[None]:
    """Raises NotDelivered for what the network does."""
    try:
        yield
    except requests.Timeout as error:
        raise NotDelivered("timeout") from error
    except requests.TooManyRedirects as error:
        raise NotDelivered("rejected") from error
    except requests.RequestException as error:
        raise NotDelivered("refused") from error


def check(status: int) -> None:
    """Raises NotDelivered for an answer that is no success: worth another try when the service itself is in trouble."""
    if status == 429 or status >= 500:
        raise NotDelivered(f"http-{status}")
    if status >= 300:
        raise NotDelivered("rejected")
