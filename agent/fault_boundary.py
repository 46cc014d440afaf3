"""A fault boundary: a block of code whose failure is logged and must not reach whoever runs it."""

import logging
from types import TracebackType
from typing import Self


class FaultBoundary:
    """Logs what its block raises, with the traceback, and goes on after the block.

    Only errors of the types `only` are contained, and none of the types `passes`; the others are
    raised. `error` is what was contained, None while nothing was. Each use says in a comment why
    the work around it must go on.
    """

    def __init__(
        self,
        log: logging.Logger,
        message: str,
        *args: object,
        level: int = logging.ERROR,
        only: tuple[type[Exception], ...] = (Exception,),
        passes: tuple[type[Exception], ...] = (),
    ) -> None:
        self._log = log
        self._message = message
        self._args = args
        self._level = level
        self._only = only
        self._passes = passes
        self.error: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        # A cancellation is no Exception, and is never contained.
        if not isinstance(error, Exception) or not isinstance(error, self._only):
            return False
        if isinstance(error, self._passes):
            return False
        self.error = error
        self._log.log(self._level, self._message, *self._args, exc_info=error)
        return True
