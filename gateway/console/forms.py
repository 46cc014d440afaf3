"""The console's forms: their fields, and what of them is what."""

from collections.abc import Mapping
from urllib.parse import parse_qs
from uuid import UUID

from starlette.requests import Request

from gateway.access.bodies import read_body

_MOST_BYTES = 64_000
_MOST_FIELDS = 1_000
_LONGEST_KEY = 64


async def form_of(request: Request) -> dict[str, str]:
    """The last value of each field; browsers send line breaks as CRLF. Raises TooLarge."""
    body = (await read_body(request, _MOST_BYTES)).decode("utf-8", "replace")
    try:
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[-1].replace("\r\n", "\n") for name, values in fields.items()}


def id_of(text: str | None) -> UUID | None:
    """An id, None for what is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def number_of(text: str | None) -> int | None:
    """A place in a transcript, None for what is none."""
    fits = text is not None and text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if fits and text is not None else None


def words_of(form: Mapping[str, str], field: str) -> str:
    """A text that PostgreSQL takes: without the zero byte."""
    return form.get(field, "").replace("\x00", "").strip()


def key_of(form: Mapping[str, str]) -> str:
    """The form's own key, by which it counts once."""
    return form.get("key", "")[:_LONGEST_KEY].replace("\x00", "")
