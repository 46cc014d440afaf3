"""Content sniffing: the type of a file by its bytes, whatever its sender declares."""

import struct

_IMAGES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
_AUDIO = (
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
)
_BRANDS = {
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
}
# Windows, Linux, macOS (both orders of bytes, and for several processors, as Java's classes begin, too), scripts.
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"#!",
)  # fmt: skip
_RIFF = {b"WAVE": "audio/wav", b"WEBP": "image/webp"}
# Brands that say nothing about whether there is a picture; phones use them for recordings, too.
_MP4 = (b"isom", b"iso2", b"mp41", b"mp42", b"3gp4", b"3gp5", b"dash")
_OPUS_RATE = 48_000
_LONGEST_TEXT = 1_000_000
EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "image/heif": ".heif",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
    "audio/wav": ".wav",
    "audio/flac": ".flac",
    "video/mp4": ".mp4",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}
"""Types by which a kept file is named and served; everything else is ".bin"."""


def sniff(content: bytes, declared: str | None = None) -> str | None:
    """The type by the first bytes, None when they tell none that is known here.

    `declared` decides only where bytes cannot: whether an MP4 is a recording, and whether text is
    meant as text.
    """
    told = (declared or "").partition(";")[0].strip().lower()
    for start, mime in (*_IMAGES, *_AUDIO):
        if content.startswith(start):
            return mime
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _mp4(content[8:12], told)
    if len(content) > 4 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0:
        return _mpeg(content[1])
    if b"%PDF-" in content[:1024]:
        return "application/pdf"
    return "text/plain" if told == "text/plain" and _is_text(content) else None


def is_program(content: bytes) -> bool:
    """Whether a computer would run it: nothing that a customer sends to a front desk has to be."""
    return content.startswith(_PROGRAMS) and not content.startswith(b"#!AMR")


def _mp4(brand: bytes, told: str) -> str | None:
    if brand in _MP4:
        return "audio/mp4" if told.startswith("audio/") else "video/mp4"
    return _BRANDS.get(brand)


def _mpeg(second: int) -> str | None:
    """Layer bits 00 are ADTS (AAC); MPEG audio has a version and a layer."""
    if second & 0x06 == 0:
        return "audio/aac" if second & 0xF0 == 0xF0 else None
    return "audio/mpeg" if second & 0x18 != 0x08 else None


def _is_text(content: bytes) -> bool:
    try:
        text = content[:_LONGEST_TEXT].decode("utf-8-sig", "strict")
    except UnicodeDecodeError:
        return False
    return not any(letter < " " and letter not in "\t\r\n\f" for letter in text)


def ogg_seconds(content: bytes) -> float | None:
    """How long an Ogg Opus recording is, by the position that its last page tells."""
    last = content.rfind(b"OggS")
    if b"OpusHead" not in content[:512] or last < 0 or len(content) < last + 14:
        return None
    (position,) = struct.unpack_from("<q", content, last + 6)
    return float(max(position, 0)) / _OPUS_RATE
