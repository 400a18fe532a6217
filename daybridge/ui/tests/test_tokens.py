"""The design tokens hold their contrast, light and dark: 4.5:1 for text (WCAG 2.2, 1.4.3), 3:1 for edges of controls (1.4.11)."""

import re

import pytest
from coloraide import Color

from daybridge.installation.home import CHECKOUT

TOKENS = (CHECKOUT / "daybridge" / "ui" / "styles" / "tokens.css").read_text()
LIGHT = dict(re.findall(r"--([\w-]+): light-dark\((oklch\([^)]+\)), oklch\([^)]+\)\);", TOKENS))
DARK = dict(re.findall(r"--([\w-]+): light-dark\(oklch\([^)]+\), (oklch\([^)]+\))\);", TOKENS))

GROUNDS = ("paper", "surface", "surface-sunk", "surface-raised")
WASHES = ("brand-wash", "next-wash", "urgent-wash", "same-day-wash", "good-wash")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "link", "brand", "brand-strong", "urgent-ink", "good") for ground in GROUNDS),
    *(("ink", wash) for wash in (*WASHES, "brand-wash-strong")),
    *(("ink-soft", wash) for wash in WASHES),
    *(("link", wash) for wash in WASHES),
    ("brand", "brand-wash"), ("next-strong", "next-wash"), ("urgent-ink", "urgent-wash"), ("same-day-ink", "same-day-wash"), ("good", "good-wash"),
    ("on-brand", "brand"), ("on-brand", "brand-strong"), ("on-next", "next"), ("on-next", "next-strong"),
    ("on-urgent", "urgent"), ("on-same-day", "same-day"), ("on-next-day", "next-day"), ("on-review", "review"),
]  # fmt: skip
EDGES = [(edge, ground) for edge in ("edge", "focus", "next", "plot-urge") for ground in GROUNDS]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground", "least"), [*((*pair, 4.5) for pair in TEXT), *((*pair, 3.0) for pair in EDGES)]
)
def test_contrast(scheme: dict[str, str], front: str, ground: str, least: float) -> None:
    assert Color(scheme[front]).contrast(Color(scheme[ground]), method="wcag21") >= least
