"""What is checked immediately before a reply goes out, in this order.

1. A person handles this chat now.      4. Free text may no longer be sent (24-hour window).
2. The customer has opted out.          5. This is a loop.
3. Newer messages make the reply stale.

Whether a reply is true was checked before it became one (graphs/veto.py). 1 and 3 are decided by
`turn_commit` under the conversation's lock, because a look beforehand can be overtaken; 4 is decided
by the outbox at the moment of sending. The others are here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.records import Turn
from gateway.channels.registry import channel_classes
from gateway.pipeline.loops import is_loop
from graphs.reply import Outcome

MOST_SUPERSEDED = 2
"""How often newer messages may put a reply off before it is sent all the same."""
MOST_TURNS_IN_FIVE_MINUTES = 20
"""A person does not write that fast; two automata do."""
PAUSE = "loop, told"
"""The reason of a pause, by which the database counts those of the last two hours."""
WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`ok`: send. `silent`: send nothing. `pause`: say once that a person answers."""

    action: str
    reason: str = ""


def judge(turn: Turn, outcome: Outcome) -> Verdict:
    """The guard that looks at the reply itself."""
    fast = turn.recent_turns >= MOST_TURNS_IN_FIVE_MINUTES
    if (fast or is_loop(turn.utterances)) and not outcome.wrote:
        # It may be a person after all: they hear of it once.
        return Verdict("silent", "loop") if turn.recent_pauses else Verdict("pause", PAUSE)
    return Verdict("ok")


def may_send_text(channel: str, last_inbound_at: datetime | None, now: datetime) -> bool:
    """Whether the provider still takes free text to this customer."""
    traits = channel_classes().get(channel)
    if traits is None or not traits.has_window:
        return True
    return last_inbound_at is not None and now - last_inbound_at < WINDOW
