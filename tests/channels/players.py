"""The player of each channel. A channel without one fails test_registered.py."""

from collections.abc import Callable, Mapping

from tests.channels.chatwoot import ChatwootPlayer
from tests.channels.evolution import EvolutionPlayer
from tests.channels.gupshup import GupshupPlayer
from tests.channels.player import Player
from tests.channels.twilio import TwilioPlayer

PLAYERS: Mapping[str, Callable[[], Player]] = {
    "chatwoot": ChatwootPlayer,
    "evolution": EvolutionPlayer,
    "gupshup": GupshupPlayer,
    "twilio": TwilioPlayer,
}

OWN_PAGE = {"web"}
"""Channels without a provider: the chat page of the gateway itself has tests of its own."""
