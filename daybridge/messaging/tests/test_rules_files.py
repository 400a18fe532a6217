import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.messaging.rules import fault_in
from daybridge.messaging.rules.files import MOST_BYTES, Kind, NotAFile, format_of, name_of, taken_in
from daybridge.messaging.tests.files import (
    GPS,
    M4A,
    OGG,
    PDF,
    WEBM,
    a_jpeg,
    a_png,
    a_webp,
    chunk,
    exif,
    riff,
    segment,
)


@pytest.mark.parametrize(
    ("content", "media_type", "kind"),
    [
        (a_jpeg(), "image/jpeg", Kind.PICTURE),
        (a_png(), "image/png", Kind.PICTURE),
        (a_webp(), "image/webp", Kind.PICTURE),
        (PDF, "application/pdf", Kind.DOCUMENT),
        (WEBM, "audio/webm", Kind.VOICE),
        (OGG, "audio/ogg", Kind.VOICE),
        (M4A, "audio/mp4", Kind.VOICE),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, media_type: str, kind: Kind) -> None:
    file = taken_in(content, name="run.exe")
    assert (file.format.media_type, file.format.kind) == (media_type, kind)
    assert file.name == f"run.{file.format.ending}"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "unknown"),
        (b"<!DOCTYPE html><script>", "unknown"),
        (b"MZ\x90\x00", "unknown"),
        (b"GIF89a", "unknown"),
        (b"\x1a\x45\xdf\xa3matroska", "unknown"),
        (b"\x00\x00\x00\x20ftypqt  ", "unknown"),
        (PDF + b"x" * MOST_BYTES[Kind.DOCUMENT], "too-large"),
        (OGG + b"x" * MOST_BYTES[Kind.VOICE], "too-large"),
        (b"\xff\xd8\xff", "broken"),
        (a_jpeg()[:-2], "broken"),
        (b"\xff\xd8\xff\xe1\xff\xff", "broken"),
        (b"\xff\xd8\xff\xe1\x00\x01", "broken"),
        (b"\xff\xd8\xff\xe1\x00\x04xxzz", "broken"),
        (a_png()[:-6], "broken"),
        (a_png()[:20], "broken"),
        (a_webp()[:-9], "broken"),
        (riff(b"RIFF", b"WEBP" + b"VP8 \xff\x00\x00\x00picture"), "broken"),
    ],
)
def test_what_is_not_taken_in_says_why(content: bytes, why: str) -> None:
    with pytest.raises(NotAFile, match=f"^{why}$"):
        taken_in(content, name="picture.jpg")


def test_a_photograph_no_longer_says_where_it_was_taken() -> None:
    said = [
        segment(0xE1, exif(1)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + GPS),
        segment(0xED, b"Photoshop" + GPS),
    ]
    content = a_jpeg(*said, segment(0xFE, GPS), segment(0xE2, b"MPF\x00" + GPS), after=a_jpeg(segment(0xE1, exif(1))))
    kept = taken_in(content, name="").content
    assert GPS not in kept and b"Exif" not in kept
    assert kept == a_jpeg()


def test_how_a_photograph_is_turned_and_its_colours_stay() -> None:
    colours = [segment(0xE0, b"JFIF\x00"), segment(0xE2, b"ICC_PROFILE\x00xyz"), segment(0xEE, b"Adobe")]
    for order in "<>":
        kept = taken_in(a_jpeg(*colours, segment(0xE1, exif(6, order=order))), name="").content
        assert GPS not in kept and all(one in kept for one in colours)
        assert kept.startswith(b"\xff\xd8" + segment(0xE1, exif(6, more=b"")))


@pytest.mark.parametrize(
    "tiff", [b"", b"XX*\x00", b"II*\x00\xff\xff\xff\x7f", b"II*\x00\x08\x00\x00\x00\x09\x00", exif(9)[6:]]
)
def test_an_exif_that_says_nothing_of_use_is_left_out(tiff: bytes) -> None:
    assert taken_in(a_jpeg(segment(0xE1, b"Exif\x00\x00" + tiff)), name="").content == a_jpeg()


def test_an_exif_without_a_turn_is_left_out() -> None:
    other = exif(6).replace(b"\x12\x01\x03\x00", b"\x10\x01\x03\x00")
    assert taken_in(a_jpeg(segment(0xE1, other)), name="").content == a_jpeg()


def test_a_small_second_picture_and_chunks_that_nobody_knows_are_gone() -> None:
    jpeg = a_jpeg(segment(0xE0, b"JFIF\x00\x01\x01"), segment(0xE0, b"JFXX\x00\x10" + GPS))
    kept = taken_in(jpeg, name="x").content
    assert b"JFIF" in kept and GPS not in kept
    assert GPS not in taken_in(a_webp(riff(b"xmp ", GPS)), name="x").content


@pytest.mark.parametrize(
    "content",
    [
        a_png(width=40_000, height=40_000),
        a_jpeg(segment(0xC2, struct.pack(">BHHB", 8, 65_000, 65_000, 3))),
        a_webp(width=16_000, height=16_000),
        a_webp(flags=b"", picture=b"\x9d\x01\x2a".join((b"\x10\x00\x00", struct.pack("<HH", 16_383, 16_383)))),
        a_webp(flags=b"", name=b"VP8L", picture=b"\x2f" + struct.pack("<I", 16_383 | 16_383 << 14)),
    ],
)
def test_a_small_file_that_unfolds_to_a_huge_picture_is_refused(content: bytes) -> None:
    """Whoever opens the thread would have it unfolded in their browser, each time."""
    with pytest.raises(NotAFile, match="broken"):
        taken_in(content, name="wall.png")


def test_a_picture_of_a_good_camera_is_taken_in() -> None:
    for content in (a_png(width=8064, height=6048), a_webp(width=8064, height=6048)):
        assert taken_in(content, name="x").format.kind is Kind.PICTURE
    assert taken_in(a_jpeg(segment(0xC0, struct.pack(">BHHB", 8, 6048, 8064, 3))), name="x").content


def test_fill_bytes_between_segments_are_stepped_over() -> None:
    content = b"\xff\xd8" + b"\xff" + a_jpeg()[2:]
    assert taken_in(content, name="").content == a_jpeg()


def test_a_png_and_a_webp_lose_what_they_say_too() -> None:
    png = a_png(chunk(b"eXIf", GPS), chunk(b"tEXt", b"Comment\x00" + GPS), chunk(b"iCCP", b"colour"), after=GPS)
    assert taken_in(png, name="").content == a_png(chunk(b"iCCP", b"colour"))
    webp = taken_in(a_webp(riff(b"EXIF", GPS), riff(b"XMP ", GPS)), name="").content
    assert GPS not in webp and webp[20] == 0b0010_0000
    assert len(webp) == 8 + int.from_bytes(webp[4:8], "little")


@given(
    st.binary(max_size=200), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\x00\x00\x00WEBP", b""])
)
def test_nothing_that_is_sent_breaks_the_look(content: bytes, head: bytes) -> None:
    try:
        taken_in(head + content, name="x")
    except NotAFile:
        pass


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ana\\letter.docx", "letter.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("carta niña.PDF", "carta niña.pdf"),
        ("x" * 300, "x" * 80 + ".pdf"),
    ],
)
def test_a_name_is_made_plain_and_ends_as_what_it_is(told: str, name: str) -> None:
    found = format_of(PDF)
    assert found and name_of(told, found) == name


def test_a_file_needs_no_words() -> None:
    assert (fault_in("", has_file=True), fault_in("", has_file=False)) == ("", "missing")
