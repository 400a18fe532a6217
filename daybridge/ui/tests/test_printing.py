"""Signed documents on paper, whatever words stand in them."""

import pytest

from daybridge.ui import printing


@pytest.mark.parametrize("said", ["\U0001f600 I want to dance", "\u4f60\u597d", "a\x01b", "#panic() *x* @y", ""])
def test_nobodys_words_keep_a_document_from_being_printed(said: str) -> None:
    told = {
        "title": "Plan", "form": said, "organization": "Harbor Bridge", "language": "en", "facts": [["Words", said]],
        "parts": [[said, said]], "signatures_title": "Signed", "signatures": [said], "addenda_title": "", "addenda": [],
        "footer": "1",
    }  # fmt: skip
    assert printing.as_pdf(told).startswith(b"%PDF-")
