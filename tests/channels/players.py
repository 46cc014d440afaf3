"""The player of each channel, or of each of its formats; test_registered.py wants one for each."""

from collections.abc import Callable, Mapping

from tests.channels.evolution import EvolutionPlayer
from tests.channels.gupshup import GupshupPlayer
from tests.channels.gupshup_v3 import GupshupV3Player
from tests.channels.meta import MetaPlayer
from tests.channels.player import Player
from tests.channels.twilio import TwilioPlayer

PLAYERS: Mapping[str, Callable[[], Player]] = {
    "evolution": EvolutionPlayer,
    "gupshup": GupshupPlayer,
    "gupshup v3": GupshupV3Player,
    "meta": MetaPlayer,
    "twilio": TwilioPlayer,
}

OWN_PAGE = {"web"}
"""Channels without a provider: the chat page of the gateway itself has tests of its own."""
