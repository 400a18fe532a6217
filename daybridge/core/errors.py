"""Refusals in a person's words. Screens show the words; programs get problem+json (RFC 9457)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _


class DaybridgeError(Exception):
    """A refusal that explains itself: `words` for people, `code` for programs, `fields` for forms."""

    status = 400
    code = "refused"

    def __init__(self, words: str, *, code: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.code = code or self.code
        self.fields = dict(fields or {})


class Refused(DaybridgeError):
    """This person may not do this."""

    status = 403
    code = "not-permitted"


class NotYours(DaybridgeError):
    """There is no such thing for this person; the same answer whether or not it exists for others."""

    status = 404
    code = "not-found"

    def __init__(self, words: str = "We couldn't find that page.", *, code: str = "") -> None:
        super().__init__(words, code=code)


class Conflict(DaybridgeError):
    """It can't be done in the present state, and trying again will not help."""

    status = 409
    code = "conflict"


class IdTaken(Conflict):
    """The id belongs to something else, perhaps behind another organization's walls: all alike are refused."""

    code = "id-taken"

    def __init__(self) -> None:
        super().__init__(_("This could not be saved. Please enter it again."))


class Invalid(DaybridgeError):
    """Something that was entered breaks a rule; `fields` names which and why."""

    status = 422
    code = "invalid"


class TooLarge(DaybridgeError):
    status = 413
    code = "too-large"


class TooMany(DaybridgeError):
    """It was done so often in a short time that it has to wait."""

    status = 429
    code = "too-many"
