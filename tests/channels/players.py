"""The player of each channel, or of each of its formats; test_registered.py wants one for each."""

from collections.abc import Callable, Mapping

from tests.channels.chatwoot import ChatwootPlayer
from tests.channels.evolution import EvolutionPlayer
from tests.channels.evolution_websocket import EvolutionWebsocketPlayer
from tests.channels.gupshup import GupshupPlayer
from tests.channels.gupshup_v3 import GupshupV3Player
from tests.channels.meta import MetaPlayer
from tests.channels.player import Player
from tests.channels.twilio import TwilioPlayer

PLAYERS: Mapping[str, Callable[[], Player]] = {
    "chatwoot": ChatwootPlayer,
    "evolution": EvolutionPlayer,
    "evolution websocket": EvolutionWebsocketPlayer,
    "gupshup": GupshupPlayer,
    "twilio": TwilioPlayer,
    "gupshup v3": GupshupV3Player,
    "meta": MetaPlayer,
}

OWN_PAGE = {"web"}
"""Channels without a provider: the chat page of the gateway itself has tests of its own."""
