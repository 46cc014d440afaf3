"""Connections that the tests themselves look through."""

import select
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row

Session = psycopg.Connection[dict[str, Any]]


def _is_cut(connection: Session) -> bool:
    """The server says nothing to an idle connection but that it ends."""
    return connection.closed or bool(select.select([connection.fileno()], [], [], 0)[0])


class Sessions:
    """One open connection to each database that tests look into: opening one takes longer than
    what most of them ask. Whoever uses one finds the settings of a new one."""

    def __init__(self) -> None:
        self._open: dict[str, Session] = {}
        self._lock = threading.Lock()

    @contextmanager
    def use(self, url: str) -> Iterator[Session]:
        with self._lock:
            connection = self._open.pop(url, None)
        if connection is None or _is_cut(connection):
            connection = psycopg.connect(url, autocommit=True, row_factory=dict_row)
        try:
            yield connection
        finally:
            self._keep(url, connection)

    def close(self, database: str | None = None) -> None:
        """Ends those to a database, or all of them."""
        with self._lock:
            for url in list(self._open):
                if database in (None, conninfo_to_dict(url).get("dbname")):
                    self._open.pop(url).close()

    def _keep(self, url: str, connection: Session) -> None:
        with self._lock:
            idle = connection.info.transaction_status == TransactionStatus.IDLE
            if idle and url not in self._open:
                self._open[url] = connection
            else:
                connection.close()


sessions = Sessions()
