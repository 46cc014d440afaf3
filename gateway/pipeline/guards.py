"""What is checked immediately before a reply goes out, in this order.

1. A person handles this chat now.      4. The reply claims something that no tool did.
2. The customer has opted out.          5. Free text may no longer be sent (24-hour window).
3. Newer messages make the reply stale. 6. This is a loop.

1 and 3 are decided by `turn_commit` under the conversation's lock, because a look beforehand can
be overtaken; 5 is decided by the outbox at the moment of sending. The others are here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.records import Turn
from gateway.channels.registry import channel_classes
from gateway.pipeline.claims import claims
from gateway.pipeline.staff_claims import PROOF, claims_that_staff_know
from graphs.reply import Outcome

MOST_SUPERSEDED = 2
"""How often newer messages may put a reply off before it is sent all the same."""
MOST_TURNS_IN_FIVE_MINUTES = 20
"""A person does not write that fast; two automata do."""
PAUSE = "loop, told"
"""The reason of a pause, by which the database counts those of the last five minutes."""
WINDOW = timedelta(hours=24)

_PROOF: Mapping[str, frozenset[str]] = {
    "booked": frozenset({"booked", "already_booked", "moved", "confirmed", "already_confirmed"}),
    "cancelled": frozenset({"cancelled", "already_cancelled"}),
    "moved": frozenset({"moved"}),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`ok`: send. `silent`: send nothing. `pause`: say once that a person answers. `apologize`: say
    honestly that it did not work."""

    action: str
    reason: str = ""


def judge(turn: Turn, outcome: Outcome) -> Verdict:
    """The guards that look at the reply itself."""
    claim = unproven_claim(turn, outcome)
    if claim:
        return Verdict("apologize", f"claims {claim}")
    if turn.recent_turns >= MOST_TURNS_IN_FIVE_MINUTES and not outcome.wrote:
        # Who writes that fast may be a person after all: they hear of it once.
        return Verdict("silent", "loop") if turn.recent_pauses else Verdict("pause", PAUSE)
    return Verdict("ok")


def unproven_claim(turn: Turn, outcome: Outcome) -> str | None:
    """The first thing that the words say was done and that nothing in the database shows.

    Talking about an appointment that exists proves a booking; receipts are code's own words.
    """
    proofs = set(outcome.statuses)
    if turn.upcoming:
        proofs |= _PROOF["booked"]
    staff_know = turn.staff_told or bool(proofs & PROOF)
    for reply in outcome.replies:
        if reply["payload"].get("receipt"):
            continue
        if not staff_know and claims_that_staff_know(reply["text"]):
            return "staff_told"
        for claim in claims(reply["text"]):
            if not proofs & _PROOF[claim]:
                return claim
    return None


def may_send_text(channel: str, last_inbound_at: datetime | None, now: datetime) -> bool:
    """Whether the provider still takes free text to this customer."""
    traits = channel_classes().get(channel)
    if traits is None or not traits.has_window:
        return True
    return last_inbound_at is not None and now - last_inbound_at < WINDOW
