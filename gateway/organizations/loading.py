"""Loads a YAML file as an OrganizationFile, or lists every problem of it with its line."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from gateway.organizations import words
from gateway.organizations.checks import check
from gateway.organizations.file_schema import (
    BusyCalendar,
    Calendars,
    ConnectionEntry,
    Entry,
    Member,
    OrganizationFile,
    Question,
    Recipient,
    Resource,
    Scheduling,
    Service,
    SpecialDate,
    Vacation,
)
from gateway.organizations.source import (
    InvalidFile,
    Location,
    Problem,
    Source,
    read_bytes,
    read_file,
)
from gateway.organizations.writing import Content

_PARTS: dict[tuple[str, ...], type[BaseModel]] = {
    (): OrganizationFile,
    ("scheduling",): Scheduling,
    ("special_dates",): SpecialDate,
    ("vacations",): Vacation,
    ("resources",): Resource,
    ("services",): Service,
    ("services", "questions"): Question,
    ("members",): Member,
    ("members", "special_dates"): SpecialDate,
    ("members", "vacations"): Vacation,
    ("calendars",): Calendars,
    ("calendars", "busy"): BusyCalendar,
    ("knowledge",): Entry,
    ("escalation",): Recipient,
    ("connections",): ConnectionEntry,
}
_EXPECTED = {
    "string_type": "write text here (in quotes, if it looks like a number)",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "float_type": "write a number without separators or currency, 120000",
    "float_parsing": "write a number without separators or currency, 120000",
    "bool_type": "write true or false",
    "list_type": "write a list: [one, two], or [] for nothing",
    "dict_type": "write `key: value` pairs here",
    "model_type": "write `key: value` pairs here",
    "string_too_short": "this must not be empty",
    "too_short": "this must not be empty",
}


def load(path: Path) -> OrganizationFile:
    """Reads and checks a file. Raises InvalidFile with all its problems."""
    return _validate(read_file(path))


def loads(content: bytes, name: str = "file") -> OrganizationFile:
    """As `load`, for a file that is already in memory."""
    return _validate(read_bytes(content, name))


def load_plain(data: Content, name: str) -> OrganizationFile:
    """As `load`, for what a file says without its text (writing.to_plain)."""
    return _validate(Source(name, data=data))


def _validate(source: Source) -> OrganizationFile:
    if not isinstance(source.data, dict):
        message = "an organization is written as `key: value` pairs; begin with `slug: my-clinic`"
        raise InvalidFile(source.name, [Problem(1, message)])
    try:
        file = OrganizationFile.model_validate(source.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise InvalidFile(source.name, [_problem(d, source) for d in details]) from None
    problems = [Problem(source.line(place), message) for place, message in check(file)]
    if problems:
        raise InvalidFile(source.name, problems)
    return file


def _problem(error: ErrorDetails, source: Source) -> Problem:
    place = _place(error["loc"], source.data)
    name = str(place[-1]) if place else ""
    if error["type"] == "extra_forbidden":
        return Problem(source.line(place), _unknown(place, name))
    if error["type"] == "missing":
        return Problem(source.line(place[:-1]), f"`{name}` is missing here")
    if error["type"] == "refused":
        return Problem(source.line(place), error["msg"])
    return Problem(source.line(place), f"`{_label(place)}`: {_expected(error)}")


def _expected(error: ErrorDetails) -> str:
    if error["type"] == "literal_error":
        words_allowed = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
        return f"write {'a list of keys, or all' if words_allowed == 'all' else words_allowed}"
    return _EXPECTED.get(error["type"]) or error["msg"].replace("Input should", "this should")


def _place(loc: tuple[int | str, ...], data: Any) -> Location:
    """Pydantic's location without its own marks for union members and dictionary keys."""
    place: list[int | str] = []
    for part in loc:
        inside = isinstance(data, dict) and part in data
        if inside or (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            place.append(part)
            data = data[part]
        elif isinstance(data, dict) and part != "[key]":
            place.append(part)
    return tuple(place)


def _label(place: Location) -> str:
    return next((str(part) for part in reversed(place) if isinstance(part, str)), "file")


def _unknown(place: Location, name: str) -> str:
    part = _PARTS.get(tuple(p for p in place[:-1] if isinstance(p, str)))
    fields = part.model_fields.items() if part else ()
    keys = [field.alias or name for name, field in fields]
    if words.names_secret(name):
        return f"`{name}`: secrets do not belong in this file; write token_env: NAME_OF_VARIABLE"
    hint = words.did_you_mean(name, keys)
    return f"unknown key `{name}`{hint or '; keys here: ' + ', '.join(keys)}"
