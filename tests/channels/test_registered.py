"""A channel is registered by its file, and then has to pass these tests."""

from gateway.channels.registry import channel_classes
from tests.channels.players import OWN_PAGE, PLAYERS


def test_every_channel_has_a_player() -> None:
    played = {name: make().channel for name, make in PLAYERS.items()}
    assert {*played.values()} | OWN_PAGE == set(channel_classes())
    assert played == {name: name.partition(" ")[0] for name in PLAYERS}
