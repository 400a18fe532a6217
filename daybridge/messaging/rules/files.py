"""What a file that comes with a message is, by its content and never by its name, and what is taken out of it. Plain Python.

A photograph says where and when it was taken (EXIF, XMP, IPTC): all of it is cut out without decoding the picture, but for the way it
is turned. JPEG: ITU-T T.81 with EXIF 2.32; PNG: W3C PNG; WebP: RFC 9649.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

_MEGABYTE = 1024 * 1024


class Kind(StrEnum):
    PICTURE = "picture"
    VOICE = "voice"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Format:
    """A format that is taken in: its media type, the ending of its name, and what it is for a person."""

    media_type: str
    ending: str
    kind: Kind


_JPEG = Format("image/jpeg", "jpg", Kind.PICTURE)
_PNG = Format("image/png", "png", Kind.PICTURE)
_WEBP = Format("image/webp", "webp", Kind.PICTURE)
_PDF = Format("application/pdf", "pdf", Kind.DOCUMENT)
_WEBM = Format("audio/webm", "webm", Kind.VOICE)
_OGG = Format("audio/ogg", "ogg", Kind.VOICE)
_MP4 = Format("audio/mp4", "m4a", Kind.VOICE)
FORMATS: Mapping[str, Format] = {one.media_type: one for one in (_JPEG, _PNG, _WEBP, _PDF, _WEBM, _OGG, _MP4)}
MOST_BYTES: Mapping[Kind, int] = {Kind.PICTURE: 4 * _MEGABYTE, Kind.VOICE: 2 * _MEGABYTE, Kind.DOCUMENT: 4 * _MEGABYTE}
LARGEST = max(MOST_BYTES.values())
MOST_NAME = 80
#: More than the cameras of telephones make; a few bytes may unfold to gigabytes in the browser of whoever opens the thread.
MOST_PIXELS = 64_000_000


class NotAFile(ValueError):
    """Why something can't be taken in: `empty`, `unknown`, `too-large`, `broken`."""


@dataclass(frozen=True)
class File:
    """A file as it is kept: nothing in it says where or when it was made."""

    format: Format
    content: bytes
    name: str


def taken_in(content: bytes, *, name: str) -> File:
    """The file without what it says about whoever made it. Raises NotAFile."""
    if not content:
        raise NotAFile("empty")
    found = format_of(content)
    if found is None:
        raise NotAFile("unknown")
    if len(content) > MOST_BYTES[found.kind]:
        raise NotAFile("too-large")
    strip = {_JPEG: _without_metadata_jpeg, _PNG: _without_metadata_png, _WEBP: _without_metadata_webp}.get(found)
    try:
        kept = strip(content) if strip else content
    except (struct.error, IndexError, ValueError) as error:
        raise NotAFile("broken") from error
    return File(found, kept, name_of(name, found))


def format_of(content: bytes) -> Format | None:
    """What it is by its first bytes; None for what is not taken in."""
    if content.startswith(b"\xff\xd8\xff"):
        return _JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _WEBP
    if content.startswith(b"%PDF-"):
        return _PDF
    if content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]:
        return _WEBM
    if content.startswith(b"OggS"):
        return _OGG
    if content[4:8] == b"ftyp" and content[8:12] in (b"M4A ", b"mp42", b"isom", b"iso5", b"iso6", b"mp41", b"dash"):
        return _MP4
    return None


def name_of(told: str, found: Format) -> str:
    """What a file is called when it is saved: of what the sender called it the letters and figures, with the ending of what it is."""
    plain = unicodedata.normalize("NFKC", told).replace("\\", "/").rpartition("/")[2]
    stem = " ".join(re.sub(r"[^\w-]+", " ", plain.rpartition(".")[0] or plain).split())
    return f"{stem[:MOST_NAME] or found.kind.value}.{found.ending}"


def _hold_to_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise ValueError("more than a picture has")


# --- JPEG ------------------------------------------------------------------------------------------------------------

#: Frame headers: T.81, table B.1, without DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SOI, _SOS, _APP0, _APP1, _APP2, _APP14, _APP15, _COM = 0xD8, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE

#: What stays of metadata: density and colours. A second, smaller picture (JFXX) goes.
_SHOWN_BODIES = {_APP0: b"JFIF\x00", _APP2: b"ICC_PROFILE\x00"}


def _without_metadata_jpeg(content: bytes) -> bytes:
    """Without EXIF, XMP, IPTC, comments and whatever follows the picture; how it is turned stays, and its colours."""
    kept, turned = [b"\xff\xd8"], 1
    for marker, segment in _segments(content):
        body = segment[4:]
        if marker == _APP1 and body.startswith(b"Exif\x00\x00"):
            turned = _orientation(body[6:])
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", body[1:5])
            _hold_to_size(width, height)
        is_metadata = _APP0 <= marker <= _APP15 or marker == _COM
        is_shown = marker == _APP14 or (marker in _SHOWN_BODIES and body.startswith(_SHOWN_BODIES[marker]))
        if not is_metadata or is_shown:
            kept.append(segment)
    if 2 <= turned <= 8:
        kept.insert(1, _exif_with(turned))
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment up to the picture's own bytes, which come last, up to its end mark."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == _SOS:
            # A second picture or a note behind the end mark is no part of this one.
            yield marker, content[at : content.index(b"\xff\xd9", at) + 2]
            return
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        if length < 2 or at + 2 + length > len(content):
            raise ValueError("a segment that ends nowhere")
        yield marker, content[at : at + 2 + length]
        at += 2 + length


def _orientation(tiff: bytes) -> int:
    """How a camera says that a picture is turned (1 to 8); 1 where it says nothing that can be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack(f"{order}I", tiff[4:8])
        (count,) = struct.unpack(f"{order}H", tiff[first : first + 2])
        for place in range(min(count, 200)):
            entry = tiff[first + 2 + 12 * place :][:12]
            tag, _kind, _many, value = struct.unpack(f"{order}HHIH", entry[:10])
            if tag == 0x0112:
                return int(value)
    except struct.error:
        return 1
    return 1


def _exif_with(turned: int) -> bytes:
    """A segment that says how a picture is turned, and nothing else."""
    tiff = b"II*\x00" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


# --- PNG and WebP ----------------------------------------------------------------------------------------------------

_SHOWN_CHUNKS = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD")
)


def _without_metadata_png(content: bytes) -> bytes:
    """The chunks that a picture is shown with; text, times, EXIF and whatever follows its end are gone."""
    kept, at = [content[:8]], 8
    while True:
        (length,) = struct.unpack(">I", content[at : at + 4])
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise ValueError("a chunk that ends nowhere")
        if name == b"IHDR":
            _hold_to_size(*struct.unpack(">II", content[at + 8 : at + 16]))
        if name in _SHOWN_CHUNKS:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end


def _without_metadata_webp(content: bytes) -> bytes:
    """The chunks that a picture is shown with, so without EXIF and XMP; the header's flags say so, too."""
    (size,) = struct.unpack("<I", content[4:8])
    kept, at, end = [], 12, 8 + size
    if end > len(content):
        raise ValueError("less than it says")
    while at + 8 <= end:
        name = content[at : at + 4]
        (length,) = struct.unpack("<I", content[at + 4 : at + 8])
        after = at + 8 + length + (length & 1)
        if at + 8 + length > end:
            raise ValueError("a chunk that ends nowhere")
        chunk = content[at:after]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0b1100]) + chunk[9:]
        if name in _SHOWN_IN_WEBP:
            _hold_to_size(*_size_in_webp(name, chunk[8:]))
            kept.append(chunk)
        at = after
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_SHOWN_IN_WEBP = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF"))


def _size_in_webp(name: bytes, body: bytes) -> tuple[int, int]:
    """How wide and high a chunk says that the picture is; nothing where it says nothing of it (RFC 9649, RFC 6386)."""
    if name == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if name == b"VP8L" and body[:1] == b"\x2f":
        size = int.from_bytes(body[1:5], "little")
        return (size & 0x3FFF) + 1, (size >> 14 & 0x3FFF) + 1
    if name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    return 0, 0
