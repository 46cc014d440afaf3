"""A short cache of the checkpoint that a turn has just read."""

import time
from contextvars import ContextVar

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver, CheckpointTuple, get_checkpoint_id

_FRESH_SECONDS = 5.0
_Place = tuple[int, str, str, str]
_just_read: ContextVar[tuple[_Place, float, CheckpointTuple] | None] = ContextVar(
    "just_read", default=None
)


class CachedReads(BaseCheckpointSaver[str]):
    """A turn checks that its checkpoint still exists, then the graph reads the same one.

    The first read is cached for the second, for seconds and within the running task only: what
    was saved under an id does not change. So a checkpoint that was found cannot be gone when the
    graph asks for it, which would then begin an empty thread.
    """

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        wanted = get_checkpoint_id(config)
        if not wanted:
            return await super().aget_tuple(config)
        configured = config["configurable"]
        place = (id(self), configured["thread_id"], configured.get("checkpoint_ns", ""), wanted)
        cached = _just_read.get()
        _just_read.set(None)
        if cached and cached[0] == place and time.monotonic() - cached[1] < _FRESH_SECONDS:
            return cached[2]
        checkpoint = await super().aget_tuple(config)
        if checkpoint:
            _just_read.set((place, time.monotonic(), checkpoint))
        return checkpoint
