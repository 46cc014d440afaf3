"""Which node a message is for: the policy's rows (policy.py), in their order."""

from agent.dialogue.flows.taking_up import take_up
from agent.dialogue.policy import ANSWERS, INTERRUPTS, REMINDERS, TAPS, decide
from agent.dialogue.turn import Turn


def choose_node(turn: Turn) -> tuple[str, str]:
    """The node for the message and a reason in a few words."""
    take_up(turn)
    if turn.choice:
        return decide(turn, (*TAPS, *REMINDERS))
    return decide(turn, (*INTERRUPTS, *ANSWERS, *REMINDERS))


def of_words(turn: Turn) -> tuple[str, str]:
    """The node that the words alone are for, whatever question waits, with the reason."""
    return decide(turn, REMINDERS)
