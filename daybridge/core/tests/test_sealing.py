"""What makes a signed text the one that was signed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from daybridge.core.sealing import digest_of, mark_of

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)


def test_a_digest_changes_with_the_text_the_signer_and_the_moment_and_with_nothing_else() -> None:
    ben, cora = UUID(int=1), UUID(int=2)
    text = {"title": "Skills", "parts": [["response", "Response", "Ñandú"]]}
    digest = digest_of(text, signed_by=ben, signed_at=NOON)
    assert len(digest) == 64 and digest == digest_of(dict(reversed(text.items())), signed_by=ben, signed_at=NOON)
    assert digest == digest_of(text, signed_by=ben, signed_at=NOON.astimezone())
    others = {
        digest_of({**text, "title": "skills"}, signed_by=ben, signed_at=NOON),
        digest_of(text, signed_by=cora, signed_at=NOON),
        digest_of(text, signed_by=ben, signed_at=NOON + timedelta(microseconds=1)),
        digest_of("Skills", signed_by=ben, signed_at=NOON),
    }
    assert len(others | {digest}) == 5


def test_what_was_looked_at_has_another_mark_as_soon_as_a_word_or_a_minute_of_it_is_another() -> None:
    shown = [("ana", "response", "Told how")], [("ana", "present", 90, NOON)], []
    assert mark_of(*shown) == mark_of(*shown)
    assert mark_of([("ana", "response", "Told who")], *shown[1:]) != mark_of(*shown)
    assert mark_of(shown[0], [("ana", "present", 89, NOON)], []) != mark_of(*shown)
    assert mark_of(*shown[:2], ["a near-copy"]) != mark_of(*shown)
