"""Deletes traces of turns in Langfuse, by its public API."""

from collections.abc import Sequence
from uuid import UUID

import httpx

from agent.errors import OperatorError
from agent.settings import Settings

_AT_ONCE = 100
_NOT_OFFERED = frozenset({404, 405, 501})


async def forget_traces(http: httpx.AsyncClient, settings: Settings, turns: Sequence[UUID]) -> None:
    """`DELETE /api/public/traces`; a trace has the id of its turn. Nothing where Langfuse is not configured.

    Raises OperatorError when it is away, refuses, or offers no such deletion.
    """
    host, public, secret = (
        settings.langfuse_host,
        settings.langfuse_public_key,
        settings.langfuse_secret_key,
    )
    if not (host and public and secret):
        return
    for first in range(0, len(turns), _AT_ONCE):
        try:
            answer = await http.request(
                "DELETE",
                f"{str(host).rstrip('/')}/api/public/traces",
                json={"traceIds": [turn.hex for turn in turns[first : first + _AT_ONCE]]},
                auth=(public, secret.get_secret_value()),
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OperatorError(f"Langfuse does not answer: {type(error).__name__}") from error
        if answer.status_code in _NOT_OFFERED:
            raise OperatorError(
                "this Langfuse deletes no traces by its API: delete them there by hand"
            )
        if not answer.is_success:
            raise OperatorError(f"Langfuse does not delete traces: {answer.status_code}")
