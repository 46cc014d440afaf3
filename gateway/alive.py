"""The containers' health check: `python -m gateway.alive URL` or `… FILE`. Exit code 0 is healthy.

An http(s) URL is healthy when it answers 200, a file (which the worker touches, WORKER_ALIVE_FILE)
while it is young. Standard library only: this runs every few seconds beside the service.
"""

import sys
import time
import urllib.request
from pathlib import Path

OLDEST_SECONDS = 60.0
_TIMEOUT_SECONDS = 4.0


def alive(what: str) -> bool:
    """Whether the service behind `what` lives."""
    return _answers(what) if what.startswith(("http://", "https://")) else _young(Path(what))


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=_TIMEOUT_SECONDS) as response:
            return bool(response.status == 200)
    except (OSError, ValueError):
        return False


def _young(file: Path) -> bool:
    try:
        return time.time() - file.stat().st_mtime < OLDEST_SECONDS
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if len(sys.argv) == 2 and alive(sys.argv[1]) else 1)
