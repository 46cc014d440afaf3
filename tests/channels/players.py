"""The player of each channel. A channel without one fails test_registered.py."""

from collections.abc import Callable, Mapping

from tests.channels.chatwoot import ChatwootPlayer
from tests.channels.evolution import EvolutionPlayer
from tests.channels.gupshup import GupshupPlayer
from tests.channels.player import Player

PLAYERS: Mapping[str, Callable[[], Player]] = {
    "chatwoot": ChatwootPlayer,
    "evolution": EvolutionPlayer,
    "gupshup": GupshupPlayer,
}

OWN_PAGE = {"web"}
"""Channels without a provider: the chat page of the gateway itself has tests of its own."""
