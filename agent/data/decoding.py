"""From the bytes of an answer to its type, once, at the border (docs/decisions/typed-rows.md)."""

import re
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from agent.data.calls import from_json
from agent.errors import UnexpectedAnswer

T = TypeVar("T")


def decode(answer: type[T], text: bytes | None, function: str) -> T:
    """The jsonb `text` (None: SQL's null) as an `answer`: a msgspec Struct, or any type that msgspec
    reads. Raises UnexpectedAnswer when the function answered something else."""
    try:
        decoder: msgspec.json.Decoder[T] = _decoder(answer)  # type: ignore[arg-type]
        return decoder.decode(text if text is not None else b"null")
    except msgspec.DecodeError:
        # Numbers without an end, or not the type: the slower way tells which.
        return convert(answer, from_json(text or b"null"), function)


def convert(answer: type[T], value: Any, function: str) -> T:
    """The same for a value that is decoded already, as Supabase's client hands it over."""
    try:
        return msgspec.convert(value, answer)
    except msgspec.ValidationError as error:
        raise _unexpected(error, function) from None


def _unexpected(error: msgspec.ValidationError, function: str) -> UnexpectedAnswer:
    """Without the library's words, which may quote a value."""
    place = re.search(r"`(\$[^`]*)`$", str(error))
    return UnexpectedAnswer(f"{function} answered another type at {place[1] if place else '$'}")


@lru_cache(maxsize=512)
def _decoder(answer: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(answer)
