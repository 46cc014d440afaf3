"""The books: what webhooks were answered, and what the provider really received."""

import asyncio
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tests.providers.gupshup import whatsapp_id_of


@dataclass
class Taken:
    """A message that the provider took. `fault`: why its answer did not arrive whole, if so; `evidence_at`: when the
    first event with this id was answered 2xx (seconds of this process's clock, as `at`)."""

    channel: str
    tenant: str
    """The app or instance that it was sent through."""
    destination: str
    text: str
    id: str
    at: float
    options: tuple[str, ...] = ()
    gateway: str = ""
    fault: str = ""
    evidence_at: float | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """By which it may be recorded."""
        return (self.id, whatsapp_id_of(self.id)) if self.channel == "gupshup" else (self.id,)

    def proven(self, before: float) -> bool:
        """Whether an event had told of it by then."""
        return self.evidence_at is not None and self.evidence_at < before


@dataclass
class Accepted:
    """An inbound message that was answered 2xx, for the first time at `at`."""

    channel: str
    tenant: str
    address: str
    id: str
    text: str
    at: float


@dataclass
class Trouble:
    """From `begin` to `end` something was not there: a gateway by its name, or `postgres`."""

    what: str
    begin: float
    end: float = float("inf")


@dataclass
class Ledger:
    """Everything of a run that is judged, besides the rows."""

    accepted: dict[str, Accepted] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    deliveries: Counter[str] = field(default_factory=Counter)
    """Answers to webhooks, by status; "none" where there was none."""
    seconds: list[float] = field(default_factory=list)
    """Of each of these answers."""
    provider_faults: Counter[str] = field(default_factory=Counter)
    troubles: list[Trouble] = field(default_factory=list)
    foreign: int = 0
    """Status events about messages that nobody of ours sent."""
    _arrived: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))

    def take(self, taken: Taken) -> None:
        self.taken.append(taken)
        self._arrived[taken.destination].set()

    def trouble(self, what: str) -> Trouble:
        """One that begins now; whoever mends it writes the end."""
        self.troubles.append(Trouble(what, time.monotonic()))
        return self.troubles[-1]

    def troubled(self, what: str, begin: float, end: float) -> bool:
        """Whether something was not there at some moment between two."""
        return any(t.what == what and t.begin <= end and t.end >= begin for t in self.troubles)

    def to(self, destination: str) -> list[Taken]:
        return [one for one in self.taken if one.destination == destination]

    async def reply(self, destination: str, since: float, patience: float) -> Taken | None:
        """The next message to somebody after `since`; None when it does not come in time."""
        deadline = time.monotonic() + patience
        while True:
            event = self._arrived[destination]
            event.clear()
            for one in reversed(self.taken):
                if one.at <= since:
                    break
                if one.destination == destination:
                    return one
            try:
                await asyncio.wait_for(event.wait(), max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                return None
