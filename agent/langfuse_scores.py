"""Scores of turns, sent one at a time by a thread of their own.

Langfuse's public API reference: `POST /api/public/scores` takes one score as an object, in every
version of the server. Lists, which version 5 of the library sends, are taken from 4.59.0 on
(its guide "Python v4 → v5").
"""

import logging
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from queue import Full, Queue
from uuid import UUID

import httpx

from agent.tls import tls_context
from agent.types import Json

_MOST = 2048
_TRIES = 2
_BETWEEN_TRIES_SECONDS = 1.0
_LATER = frozenset({408, 425, 429})


class Scores(threading.Thread):
    """A bounded queue of scores, and who empties it. What does not fit is dropped."""

    def __init__(
        self, host: str, headers: Mapping[str, str], environment: str, *, timeout: float
    ) -> None:
        """`headers`: with the authorization. `timeout`: seconds for a request."""
        super().__init__(name="langfuse-scores", daemon=True)
        self._url = f"{host}/api/public/scores"
        self._headers = dict(headers)
        self._environment = environment
        self._timeout = timeout
        self._queue: Queue[Json | None] = Queue(_MOST)
        self._closing = threading.Event()
        self._log = logging.getLogger("langfuse")  # one line in ten minutes: langfuse_export

    def put(self, turn: UUID, name: str, value: bool) -> None:
        """Of the trace of a turn. The id and time make a repeated request the same score."""
        score: Json = {
            "id": f"{turn.hex}-{name}",
            "traceId": turn.hex,
            "name": name,
            "value": int(value),
            "dataType": "BOOLEAN",
            "environment": self._environment,
            "timestamp": datetime.now(UTC).isoformat(),
        }
        try:
            self._queue.put_nowait(score)
        except Full:
            self._log.warning("the queue of scores is full")

    def run(self) -> None:
        with httpx.Client(
            headers=self._headers, timeout=self._timeout, verify=tls_context()
        ) as http:
            while (score := self._queue.get()) is not None:
                if not self._taken(http, score) and self._closing.is_set():
                    return

    def close(self) -> None:
        """The thread ends when it has sent what is left, or with the first that is not taken."""
        self._closing.set()
        with suppress(Full):
            self._queue.put_nowait(None)

    def _taken(self, http: httpx.Client, score: Json) -> bool:
        said = ""
        for _ in range(_TRIES):
            try:
                answer = http.post(self._url, json=score)
                if answer.is_success and isinstance(answer.json(), dict):
                    return True
            except (
                httpx.HTTPError,
                httpx.InvalidURL,
                ValueError,
            ) as error:  # nobody, or somebody else's page
                said = type(error).__name__
            else:
                said = str(answer.status_code)
                if answer.status_code < 500 and answer.status_code not in _LATER:
                    break
            if self._closing.wait(_BETWEEN_TRIES_SECONDS):
                break
        self._log.warning("a score was not taken: %s", said)
        return False
