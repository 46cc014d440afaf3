"""The named steps of a message at which a process is killed, and who dies at which."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Step:
    """A moment in a process's work. `call`: of an SQL function or a statement of PostgreSQL, or what the
    provider does; `after`: PostgreSQL has committed (the provider has taken it), and nobody heard so."""

    name: str
    call: str
    after: bool


STEPS = (
    Step("before a webhook is stored", "inbox_put", False),
    Step("stored, before the 200", "inbox_put", True),
    Step("the queue gave the job, before the turn", "procrastinate_fetch_job", True),
    Step("the turn began", "turn_begin", True),
    Step("times were offered, in mid-turn", "offers_put", True),
    Step("before a booking, inside its tool", "appointment_book", False),
    Step("booked, inside its tool", "appointment_book", True),
    Step("before the thread is stored", "INSERT INTO checkpoints", False),
    Step("the thread is stored", "INSERT INTO checkpoints", True),
    Step("before the turn's commit", "turn_commit", False),
    Step("the turn is committed", "turn_commit", True),
    Step("a reply is claimed, before its request", "outbox_claim", True),
    Step("the provider has the request", "provider", False),
    Step("the provider has taken it, before its answer", "provider", True),
    Step("answered, before that is recorded", "outbox_settle", False),
    Step("recorded as sent", "outbox_settle", True),
)
CALLS = tuple({step.call for step in STEPS} - {"provider"})


class Victim(Protocol):
    """A process that can be ended or halted."""

    def kill(self) -> None:
        """Ends it at once."""

    def freeze(self, seconds: float) -> None:
        """Halts it for a while, from now on."""


@dataclass
class Ambush:
    """Whoever reaches a step that is set dies there, once; or, with seconds, stands still for so long."""

    steps: dict[Step, float] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    frozen: Counter[str] = field(default_factory=Counter)

    def reached(self, call: str, after: bool, victim: Victim) -> float | None:
        """None: nothing happened to the process at this place. 0: it was killed. Else it was frozen for so
        many seconds, and what it said or was to hear has to wait as long."""
        step = next((s for s in self.steps if s.call == call and s.after is after), None)
        if step is None:
            return None
        seconds = self.steps.pop(step)
        if seconds:
            self.frozen[step.name] += 1
            victim.freeze(seconds)
        else:
            self.done[step.name] += 1
            victim.kill()
        return seconds
