"""The first words of a customer who came from an advertisement."""

from agent.dialogue.turn import Turn
from agent.language import Intent, words

_GENERAL = {Intent.GREETING, Intent.THANKS, Intent.QUESTION}
_SHORTEST_NAME = 4
"""Letters of a word that can name a service."""


def asks_nothing_certain(turn: Turn) -> bool:
    """Whether the words ask for "more information" or nothing at all: about what, the advertisement
    says. A tap, a running task, or a word of a service's name is something certain."""
    if turn.choice or turn.memo.ask or turn.intents.keys() - _GENERAL:
        return False
    offered = {word for name in turn.facts.services for word in words(name)}
    return not {word for word in words(turn.text) if len(word) >= _SHORTEST_NAME} & offered
