"""The page's files, read once and served from memory: no path of a request touches the disk."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

import orjson

from agent.texts import languages, texts

PAGE = "index.html"
WIDGET = "widget.js"
"""Not served as it lies here (gateway/web/widget.py)."""
SPOKEN = "spoken.js"
STATIC = Path(__file__).with_name("static")

_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".css": "text/css"}

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
"""All but who may frame it."""
_SECURITY = {"content-security-policy": f"{PAGE_POLICY}; frame-ancestors 'none'"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, its type, and a tag that changes with its content."""

    content: bytes
    media_type: str
    etag: str

    @property
    def headers(self) -> dict[str, str]:
        # Names carry no version, so a browser asks each time and usually gets 304: a page never
        # runs with the script of another release.
        return _SECURITY | {"etag": self.etag, "cache-control": "no-cache"}


def load_assets() -> dict[str, Asset]:
    """Every file of `static/` by name, and the page's texts in all languages as a module."""
    files = (f for f in STATIC.iterdir() if f.is_file() and f.name != WIDGET)
    assets = {f.name: asset_of(f.name, f.read_bytes()) for f in files}
    return assets | {SPOKEN: asset_of(SPOKEN, _spoken())}


def _spoken() -> bytes:
    page_texts = {language: texts(language).nested("pages.chat") for language in languages()}
    return b"export const TEXTS = " + orjson.dumps(page_texts, option=orjson.OPT_INDENT_2) + b";\n"


def asset_of(name: str, content: bytes) -> Asset:
    """A file with the type of its name."""
    suffix = name[name.rfind(".") :]
    media_type = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(content, media_type, f'"{hashlib.sha256(content).hexdigest()[:20]}"')
