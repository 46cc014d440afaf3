"""Every channel against the samples in its folder; a channel without samples fails."""

from pathlib import Path

import pytest

from tests.gateway.channels.samples import CHANNELS, body, load, plain, sample_paths

ALL = [(name, path) for name in CHANNELS for path in sample_paths(name)]


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_has_samples(name: str) -> None:
    assert sample_paths(name)


@pytest.mark.parametrize(("name", "path"), ALL, ids=[f"{n}-{p.stem}" for n, p in ALL])
def test_a_sample_is_read_as_expected(name: str, path: Path) -> None:
    sample = load(path)
    channel = CHANNELS[name]
    payload = channel.decode(body(sample))
    assert [plain(event) for event in channel.parse(payload)] == sample["expect"]


def test_every_folder_of_samples_belongs_to_a_channel() -> None:
    folders = {path.parent.name for path in Path(__file__).parent.glob("*/*.json")}
    assert folders <= set(CHANNELS)
