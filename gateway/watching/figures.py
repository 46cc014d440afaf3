"""Figures of the running deployment, as the database counts them for alarms and for `/metrics`."""

from datetime import datetime

from msgspec import Struct

from agent.data.database import Database


class Now(Struct, frozen=True, kw_only=True):
    """What waits and who works. `chats` and `replies` are due; `jobs` of each queue, too. `running`: jobs;
    `places_wanted`: that turns or files would take if none waited; `workers` gave a sign of life, each process has three; `untold`: escalations of which nobody was told
    yet; `cost_usd`: of the models, today; `clock` is the database's, and by how much it `went_back` within
    the last hour; `…_at_ceiling`: whose day is the offline model's; `conversations`: chats of the last two days
    by their state."""

    chats: int
    oldest_chat_seconds: float
    replies: int
    oldest_reply_seconds: float
    jobs: dict[str, int]
    running: int
    places_wanted: int = 0
    failed_jobs: int
    workers: int
    failing_connections: int
    untold: int
    cost_usd: float
    organizations_at_ceiling: int
    senders_at_ceiling: int
    conversations: dict[str, int] = {}
    clock: datetime
    clock_went_back_seconds: float | None = None


class Window(Struct, frozen=True, kw_only=True):
    """What ended in a stretch of time. `committed`, `failed` and `lost` (a try that did not end) are turns;
    answers in seconds from when they were due, `late_p95` to a turn's beginning; `files` received, and
    those of them that could not be read though they should; `sent` and `not_sent`: replies."""

    committed: int
    failed: int
    lost: int
    answer_p50: float | None
    answer_p95: float | None
    late_p95: float | None
    escalations: int
    files: int
    files_failed: int
    sent: int
    not_sent: int

    @property
    def tries(self) -> int:
        """Turns that ended in any of these ways."""
        return self.committed + self.failed + self.lost

    @property
    def answered(self) -> int:
        """Turns that told the customer something."""
        return self.committed + self.failed


class BusyOrganization(Struct, frozen=True, kw_only=True):
    """One of the busiest: `chats` and `replies` wait; `turns` and `failed` within the window."""

    organization: str
    chats: int
    replies: int
    turns: int
    failed: int
    cost_usd: float


class Figures(Struct, frozen=True, kw_only=True):
    """watch_figures."""

    now: Now
    window: Window
    organizations: tuple[BusyOrganization, ...]


async def watch_figures(
    database: Database, *, seconds: float, alive_seconds: float, most: int = 100
) -> Figures:
    """Of all organizations together, the window being the last `seconds`; of at most `most` organizations
    each its own. Raises DatabaseUnavailable."""
    return await database.fetch(
        Figures, "watch_figures", seconds=seconds, alive_seconds=alive_seconds, most=most
    )
