"""Sends scores of turns to Langfuse from a background thread, one at a time.

`POST /api/public/scores` takes one score as an object in the references of Langfuse 2 to 4. Lists,
which version 5 of the library sends and its reference alone names, need a server from 4.59.0 on (the
guide "Python v4 → v5"). So the object is tried first; a server that refuses it gets a list of one.
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
        self._as_list = False
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
        status = self._sent(http, score)
        if status == "400":
            self._as_list = not self._as_list
            status = self._sent(http, score)
        if status:
            self._log.warning("a score was not taken: %s", status)
        return not status

    def _sent(self, http: httpx.Client, score: Json) -> str:
        """Empty when it was taken, else the status or error of the last try."""
        problem = ""
        body = [score] if self._as_list else score
        for _ in range(_TRIES):
            try:
                answer = http.post(self._url, json=body)
                if answer.is_success and isinstance(answer.json(), dict):
                    return ""
            except (
                httpx.HTTPError,
                httpx.InvalidURL,
                ValueError,
            ) as error:  # nobody, or somebody else's page
                problem = type(error).__name__
            else:
                problem = str(answer.status_code)
                if answer.status_code < 500 and answer.status_code not in _LATER:
                    break
            if self._closing.wait(_BETWEEN_TRIES_SECONDS):
                break
        return problem
