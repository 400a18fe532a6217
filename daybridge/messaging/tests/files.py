"""Files as phones and cameras make them, byte by byte."""

import struct
import zlib

GPS = b"GPS 41.8781 N 87.6298 W"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int, *, order: str = "<", more: bytes = GPS) -> bytes:
    head = b"II*\x00" if order == "<" else b"MM\x00*"
    return b"Exif\x00\x00" + head + struct.pack(f"{order}IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0) + more


def a_jpeg(*segments: bytes, after: bytes = b"") -> bytes:
    """A picture with these segments before its own bytes, and something behind its end."""
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"picture\xff\x00bytes"
    return b"\xff\xd8" + b"".join(segments) + segment(0xDB, b"table") + scan + b"\xff\xd9" + after


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def a_png(*chunks: bytes, after: bytes = b"", width: int = 1, height: int = 1) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\x00\x20\x60\x70"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + chunk(b"IEND", b"") + after


def riff(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) & 1)


def a_webp(
    *chunks: bytes, width: int = 1, height: int = 1, flags: bytes | None = None, name: bytes = b"VP8 ",
    picture: bytes = b"picture",
) -> bytes:  # fmt: skip
    if flags is None:
        size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        flags = riff(b"VP8X", bytes([0b0010_1100]) + b"\x00" * 3 + size)
    body = b"WEBP" + flags + b"".join(chunks) + riff(name, picture)
    return b"RIFF" + struct.pack("<I", len(body)) + body


PDF = b"%PDF-1.7\n1 0 obj\n"
WEBM = b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f\x42\x82\x84webm" + b"\x00" * 40
OGG = b"OggS\x00\x02" + b"\x00" * 40
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00" + b"\x00" * 20
