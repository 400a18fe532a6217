"""Words that came from elsewhere, made safe to show. What was sent stays byte for byte in the original."""

import re
import unicodedata

#: Marks that turn the reading order around, hide letters or smuggle them: a name made of them can pretend to be another.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"[^\S\n]+")
#: More accents than this on one letter are drawn over the lines around it.
_PILED_ACCENTS = re.compile(
    r"([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)


def clean(text: str, *, most: int = 4000) -> str:
    """Text without control characters, reversed or invisible letters; at most `most` characters, then "…"."""
    text = text[: most * 4].replace("\r\n", "\n").replace("\r", "\n")
    text = _PILED_ACCENTS.sub(r"\1", _HIDDEN.sub("", _CONTROL.sub(" ", text)))
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text)).strip()
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def clean_line(text: str, *, most: int = 300) -> str:
    """The same on one line."""
    return clean(" ".join(text[: most * 4].split()), most=most)
