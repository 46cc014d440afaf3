"""Errors as HTTP answers: a status that is true and a problem body (RFC 9457)."""

import logging
import math

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from agent.errors import CallerError, DatabaseUnavailable, NotFound, Unauthorized

log = logging.getLogger(__name__)


class TooLarge(CallerError):
    """The body is larger than this route takes."""


class Busy(CallerError):
    """Another turn of this conversation is running; try again."""


class Forbidden(CallerError):
    """These credentials do not allow that."""


class SlowDown(CallerError):
    """That was too much at once; try again later."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class CredentialMissing(CallerError):
    """This cannot be checked right now; try again."""


_STATUS: dict[type[Exception], int] = {
    NotFound: 404,
    Unauthorized: 401,
    Forbidden: 403,
    SlowDown: 429,
    TooLarge: 413,
    Busy: 503,
    CredentialMissing: 503,
    DatabaseUnavailable: 503,
    CallerError: 400,
}


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """A problem body; `detail` is for the caller and carries nothing of anybody's data."""
    body = {"type": "about:blank", "status": status, "detail": detail}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Answers our errors, and FastAPI's own, as problems."""

    async def ours(_: Request, error: Exception) -> JSONResponse:
        status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
        return problem(status, str(error), _headers(status, error))

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        where = "; ".join(
            f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()
        )
        return problem(422, where)

    async def http(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return problem(error.status_code, str(error.detail), dict(error.headers or {}))

    async def bug(request: Request, error: Exception) -> JSONResponse:
        # Not the path: a webhook's holds its token.
        place = getattr(request.scope.get("endpoint"), "__qualname__", "the gateway")
        log.error("unexpected error in %s", place, exc_info=error)
        return problem(500, "something went wrong here")

    for kind in (CallerError, DatabaseUnavailable):
        app.add_exception_handler(kind, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, bug)


def _headers(status: int, error: Exception) -> dict[str, str] | None:
    if isinstance(error, SlowDown):
        return {"Retry-After": str(math.ceil(error.seconds))}
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": "5"} if status == 503 else None
