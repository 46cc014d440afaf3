"""Tracks what one socket has shown of a chat, so that nothing is lost or shown twice."""

from collections.abc import Callable, Sequence
from typing import Literal, NotRequired, TypedDict

from agent.types import Json
from gateway.pipeline.chat_history import ShownMessage

# A reply takes its seq when it is written but is shown when it is sent, and two transactions may
# commit in the other order: the last rows are therefore read again, with their statuses.
_READ_AGAIN = 30


class FileFrame(TypedDict):
    """A file as the page gets it: an address below this gateway that ends, and how the file is called."""

    url: str
    name: str


class Frame(TypedDict):
    """A message as the page gets it; `client` is the id that the page gave its own message."""

    type: Literal["message"]
    seq: int
    id: str
    direction: Literal["inbound", "outbound", "staff"]
    text: str
    kind: str
    status: str
    options: list[Json]
    at: str
    client: NotRequired[str]
    file: NotRequired[FileFrame]


class Transcript:
    """Rows of `history` in, frames out. `after` is the seq from which to read next; `link` makes the address of
    a file by its path, once for each."""

    def __init__(self, customer: str, after: int, link: Callable[[str], str] | None = None) -> None:
        self.after = after
        self._link = link
        self._links: dict[str, str] = {}
        self._prefix = f"{customer}:"
        self._shown: dict[str, tuple[int, Frame | None]] = {}

    def news(self, rows: Sequence[ShownMessage]) -> list[Frame]:
        """Message frames of the rows that are new or look different now, in order."""
        frames = [self._frame(row) for row in rows]
        changed = [frame for frame in frames if self._shown.get(frame["id"], (0, None))[1] != frame]
        self._shown |= {frame["id"]: (frame["seq"], frame) for frame in changed}
        self._forget_old()
        return changed

    def _frame(self, row: ShownMessage) -> Frame:
        """A row as the page gets it."""
        frame: Frame = {
            "type": "message",
            "seq": row.seq,
            "id": str(row.id),
            "direction": row.direction,
            "text": row.text,
            "kind": row.kind,
            "status": row.status,
            "options": row.options,
            "at": row.at,
        }
        provider_id = row.provider_id or ""
        if row.direction == "inbound" and provider_id.startswith(self._prefix):
            frame["client"] = provider_id.removeprefix(self._prefix)
        if row.file and self._link:
            path = row.file.path
            self._links[path] = self._links.get(path) or self._link(path)
            frame["file"] = {"url": self._links[path], "name": row.file.name}
        return frame

    def _forget_old(self) -> None:
        seqs = sorted(seq for seq, _ in self._shown.values())
        if len(seqs) > _READ_AGAIN:
            self.after = seqs[-_READ_AGAIN - 1]
            self._shown = {k: v for k, v in self._shown.items() if v[0] > self.after}
