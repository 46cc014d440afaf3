"""Small real files, made here: a recording, pictures, documents. And some that are up to no good."""

import io
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

_OPUS_SILENCE = b"\xf8\xff\xfe"  # 20 milliseconds


def png(width: int = 8, height: int = 8) -> bytes:
    """A red picture."""
    rows = b"".join(b"\x00" + b"\xc8\x10\x10" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def jpeg() -> bytes:
    """Eight by eight grey pixels, the least that a decoder takes."""

    def segment(marker: int, data: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data

    table = bytes([1] + [0] * 15) + b"\x00"  # one Huffman code: nothing
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
        + segment(0xDB, b"\x00" + b"\x01" * 64)
        + segment(0xC0, struct.pack(">BHHB", 8, 8, 8, 1) + b"\x01\x11\x00")
        + segment(0xC4, b"\x00" + table)
        + segment(0xC4, b"\x10" + table)
        + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + b"\x3f\xff\xd9"
    )


def ogg(seconds: float = 1.0) -> bytes:
    """Silence as Ogg Opus; the last page tells the length."""
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 312, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 9) + b"frontdesk" + struct.pack("<I", 0)
    pages = [_page(head, 2, 0, 0), _page(tags, 0, 0, 1)]
    pages.append(_page(_OPUS_SILENCE, 4, int(seconds * 48_000), 2))
    return b"".join(pages)


def _page(packet: bytes, flags: int, position: int, number: int) -> bytes:
    head = struct.pack("<4sBBqIII", b"OggS", 0, flags, position, 7, number, 0)
    page = bytearray(head + bytes((1, len(packet))) + packet)
    page[22:26] = struct.pack("<I", _ogg_sum(page))
    return bytes(page)


def _ogg_sum(content: bytes | bytearray) -> int:
    register = 0
    for byte in content:
        register ^= byte << 24
        for _ in range(8):
            register = (register << 1) ^ (0x104C11DB7 if register & 0x80000000 else 0)
    return register


def spoken(words: str, voice: str, folder: Path) -> bytes:
    """A voice note as a phone sends it, spoken by a machine; skips where there is none."""
    encoder = next((name for name in ("opusenc", "ffmpeg") if shutil.which(name)), None)
    if not shutil.which("espeak-ng") or encoder is None:
        pytest.skip("espeak-ng and opusenc or ffmpeg are not installed")
    wave, note = folder / "note.wav", folder / "note.ogg"
    subprocess.run(["espeak-ng", "-v", voice, "-w", str(wave), words], check=True)
    command = {
        "opusenc": ["opusenc", "--quiet", "--bitrate", "16", str(wave), str(note)],
        "ffmpeg": ["ffmpeg", "-v", "error", "-i", str(wave), "-c:a", "libopus", str(note)],
    }
    subprocess.run(command[encoder], check=True)
    return note.read_bytes()


# Documents


def pdf(*pages: str, count: int | None = None, stream: bytes | None = None) -> bytes:
    """A page for each text. `count`: that many equal pages. `stream`: a page's packed content."""
    texts = list(pages) or [""]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids: list[int] = []
    for text in texts:
        drawn = b"BT /F1 12 Tf 72 720 Td (" + text.encode("latin-1") + b") Tj ET"
        packed = zlib.compress(drawn) if stream is None else stream
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
            + packed
            + b"\nendstream"
        )
        content = len(objects)
        for _ in range(count or 1):
            objects.append(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
                b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % content
            )
            kids.append(len(objects))
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    return assembled(objects)


def assembled(objects: list[bytes]) -> bytes:
    """Numbered objects as a file with its table; the first one is the catalog."""
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(content))
    )


def locked(content: bytes, password: str) -> bytes:
    """The same document behind a password ("" only against changes)."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb(megabytes: int = 2000) -> bytes:
    """A page whose content unpacks to that much. The same packed megabyte stands there again and
    again, which is quick to write."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    return pdf("", stream=start + block * megabytes)


def nested(depth: int = 200_000) -> bytes:
    """A page whose description is an array in an array in an array."""
    page = b"<< /Type /Page /Parent 2 0 R /Contents " + b"[" * depth + b"]" * depth + b" >>"
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
        ]
    )


def endless() -> bytes:
    """A tree of pages that holds itself."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
        ]
    )
