"""What a line of the log belongs to (organization, chat, turn), and events with fields of their own."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars

FIELDS = "frontdesk_fields"
"""Of a log record: the fields of an event. What libraries put on their records is not shown."""
EventLog = structlog.stdlib.BoundLogger


@contextmanager
def log_context(**ids: object) -> Iterator[None]:
    """Every line that is logged inside, by whatever logger, tells these: `organization` (slug), `chat`,
    `turn`, `connection`. None is left out. Tasks and threads that are begun inside tell them as well."""
    shown = {name: str(value) for name, value in ids.items() if value is not None}
    with bound_contextvars(**shown):
        yield


def event_log(name: str) -> EventLog:
    """A logger whose events have fields: `log.info("turn ended", ms=812)`. Fields hold ids, numbers and
    words of our own code; never what a customer wrote, nor a name or a phone.

    It writes through `logging`, so levels, handlers and tests see it like every other logger.
    """
    log: EventLog = structlog.wrap_logger(
        structlog.stdlib.LoggerFactory()(name),
        processors=[structlog.stdlib.filter_by_level, _as_record],
        wrapper_class=EventLog,
        cache_logger_on_first_use=True,
    )
    return log


def _as_record(_: Any, __: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """Arguments of a call of `logging`."""
    options = {name: event.pop(name) for name in ("exc_info", "stacklevel") if name in event}
    return {"msg": event.pop("event"), "extra": {FIELDS: dict(event)}, **options}
