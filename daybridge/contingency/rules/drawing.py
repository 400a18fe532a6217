"""Which slip a draw is: fixed by a seed that was promised before, and by a word that nobody knew then. Plain Python; docs/contingency.md."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import date
from uuid import UUID

#: A digest is read as numbers of so many bytes.
_BYTES = 4
_RANGE = 1 << (8 * _BYTES)


def commitment_of(seed: bytes) -> str:
    """What is shown of a seed before anything is drawn: its SHA-256, in hexadecimal."""
    return hashlib.sha256(seed).hexdigest()


def slip_of(seed: bytes, *, protocol: str, enrolment: UUID, on_day: date, number: int, word: str, slips: int) -> int:
    """The slip (from 0) of the n-th draw of a day. The word stands last, so that nothing in it can pass for another part."""
    head = f"{protocol}|{enrolment}|{on_day.isoformat()}|{number}"
    return fair(_numbers(seed, head, word), slips)


def fair(numbers: Iterator[int], slips: int) -> int:
    """The first number that leaves no remainder of the range, brought down to a slip: each slip is as likely as any other."""
    most = _RANGE - _RANGE % slips
    return next(number for number in numbers if number < most) % slips


def _numbers(seed: bytes, head: str, word: str) -> Iterator[int]:
    block = 0
    while True:
        digest = hmac.new(seed, f"{head}|{block}|{word}".encode(), hashlib.sha256).digest()
        for start in range(0, len(digest), _BYTES):
            yield int.from_bytes(digest[start : start + _BYTES], "big")
        block += 1
