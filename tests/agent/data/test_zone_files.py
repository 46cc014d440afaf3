"""The zone files of the embedded PostgreSQL become the pinned ones."""

import os
import stat
from pathlib import Path

import pytest

from agent.data.embedded_account import account_for, programs
from agent.data.zone_files import lay_pinned_zones, lay_zones, pinned_zones


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An installation's zones: one old, one missing, one that others share."""
    folder = tmp_path / "timezone"
    lay_zones(pinned_zones(), folder)
    (folder / "America" / "Edmonton").write_bytes((folder / "America" / "Denver").read_bytes())
    (folder / "Africa" / "Casablanca").unlink()
    return folder


def content(folder: Path, name: str) -> bytes:
    return (folder / name).read_bytes()


def test_what_differs_or_lacks_is_replaced(folder: Path) -> None:
    assert lay_zones(pinned_zones(), folder) == 2
    for name in ("America/Edmonton", "Africa/Casablanca", "America/Bogota"):
        assert content(folder, name) == content(pinned_zones(), name)
    assert lay_zones(pinned_zones(), folder) == 0
    assert not list(folder.rglob(".zone-*"))


def test_everybody_may_read_them(folder: Path) -> None:
    lay_zones(pinned_zones(), folder)
    assert stat.S_IMODE((folder / "America" / "Edmonton").stat().st_mode) == 0o644


def test_a_file_that_another_installation_shares_is_left_to_it(
    folder: Path, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    os.link(folder / "America" / "Edmonton", shared)
    lay_zones(pinned_zones(), folder)
    assert shared.read_bytes() == content(folder, "America/Denver")


@pytest.mark.skipif(os.getuid() == 0, reason="root writes everywhere")
def test_an_installation_that_may_not_be_written_is_left(folder: Path) -> None:
    (folder / "America").chmod(0o555)
    try:
        with pytest.raises(OSError, match=r"Edmonton|zone-"):
            lay_zones(pinned_zones(), folder)
    finally:
        (folder / "America").chmod(0o755)


def test_a_second_start_replaces_nothing(tmp_path: Path) -> None:
    found = programs(account_for(tmp_path))
    lay_pinned_zones(found)
    assert lay_zones(pinned_zones(), found.parent / "share" / "postgresql" / "timezone") == 0
