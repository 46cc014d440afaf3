"""Channels are found by their files."""

import pkgutil

from gateway import channels
from gateway.channels.registry import load_channels

SHARED = {"base", "registry", "setup", "connections", "kit", "sent_files", "trace"}
"""What channels and those who use them share."""


def test_every_module_of_the_folder_is_a_channel_of_its_name() -> None:
    found = load_channels({"gupshup": "https://api.gupshup.example/"})
    members = {module.name for module in pkgutil.iter_modules(channels.__path__)} - SHARED
    assert set(found) == members >= {"evolution", "gupshup", "web"}
    assert {name: channel.name for name, channel in found.items()} == {n: n for n in found}
    assert found["gupshup"].base_url == "https://api.gupshup.example"
    assert found["evolution"].base_url == ""
