"""The console's forms: their fields, and what of them is what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs
from uuid import UUID

from fastapi import HTTPException
from starlette.datastructures import UploadFile
from starlette.requests import Request

from gateway.access.bodies import read_body, with_body_up_to
from gateway.access.problems import TooLarge
from gateway.channels import sent_files

_MOST_BYTES = 64_000
_MOST_PARTS = 20
_TOO_LARGE = 413
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


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a form; `name` and `declared` (its type) are what the browser says."""

    name: str
    declared: str | None
    content: bytes = field(repr=False)


async def form_with_file_of(request: Request) -> tuple[dict[str, str], Upload | None]:
    """A form that may have one file. Raises TooLarge for one that no channel takes."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await form_of(request), None
    limited = with_body_up_to(request, sent_files.MOST_BYTES + _MOST_BYTES)
    fields: dict[str, str] = {}
    upload = None
    try:
        parts = await limited.form(max_files=1, max_fields=_MOST_PARTS, max_part_size=_MOST_BYTES)
    except HTTPException as error:
        if error.status_code == _TOO_LARGE:
            raise TooLarge from error
        return {}, None
    try:
        for name, value in parts.multi_items():
            if not isinstance(value, UploadFile):
                fields[name] = value.replace("\r\n", "\n")
            elif value.filename or value.size:
                upload = Upload(value.filename or "", value.content_type, await value.read())
    finally:
        await parts.close()
    return fields, upload


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
