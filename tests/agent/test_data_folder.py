"""One data folder, the same from wherever a command is called; data of before are not lost from sight."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.data_folder import FORMER
from agent.errors import OperatorError
from agent.settings import Settings
from gateway.__main__ import app

COMMANDS = [
    ["org", "list"], ["agenda", "list", "aurora"], ["migrate"], ["demo"], ["chat"],
    ["knowledge", "ask", "aurora", "?"], ["keys", "list", "aurora"], ["usage", "aurora"],
]  # fmt: skip


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with a home, in a folder of theirs."""
    changed = {"HOME": str(tmp_path / "home"), "XDG_DATA_HOME": "", "FRONTDESK_DATA_DIR": ""}
    monkeypatch.setattr(os, "environ", {**os.environ, **changed})
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


def test_it_does_not_depend_on_the_current_folder(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Settings().data_dir
    monkeypatch.chdir(place)
    assert Settings().data_dir == first
    assert first.is_relative_to(place / "home")
    assert not first.exists(), "asking makes nothing"


def test_the_users_own_choice_of_a_place_for_data_counts(place: Path) -> None:
    os.environ["XDG_DATA_HOME"] = str(place / "xdg")
    assert Settings().data_dir == place / "xdg" / "frontdesk"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("/somewhere/else", lambda place: Path("/somewhere/else")),
        ("~/desk", lambda place: place / "home" / "desk"),
        ("desk", lambda place: place / "work" / "desk"),
    ],
)
def test_a_configured_one_is_a_full_path_from_the_start(
    place: Path, monkeypatch: pytest.MonkeyPatch, given: str, meant: Callable[[Path], Path]
) -> None:
    Path(".env").write_text(f"FRONTDESK_DATA_DIR={given}\n")
    del os.environ["FRONTDESK_DATA_DIR"]
    settings = Settings()
    monkeypatch.chdir(place)
    assert settings.data_dir == meant(place)


@pytest.mark.parametrize("kept", ["postgres", "media", "secret.key"])
def test_data_that_an_earlier_version_left_here_are_pointed_out(place: Path, kept: str) -> None:
    (FORMER / kept).mkdir(parents=True)
    with pytest.raises(OperatorError) as caught:
        _ = Settings().data_dir
    said = str(caught.value)
    assert f"mv {FORMER}" in said
    assert f"FRONTDESK_DATA_DIR={place / 'work' / '.frontdesk'}" in said
    os.environ["FRONTDESK_DATA_DIR"] = str(FORMER.absolute())
    assert Settings().data_dir == place / "work" / ".frontdesk"


def test_once_there_are_new_data_they_are_the_ones(place: Path) -> None:
    (FORMER / "postgres").mkdir(parents=True)
    new = place / "home" / ".local" / "share" / "frontdesk"
    new.mkdir(parents=True)
    os.environ["XDG_DATA_HOME"] = str(new.parent)
    assert Settings().data_dir == new


def test_what_is_left_of_a_demo_stops_nothing(place: Path) -> None:
    (FORMER / "demo" / "postgres").mkdir(parents=True)
    assert Settings().data_dir.is_relative_to(place / "home")


def test_a_user_without_a_home_is_asked_for_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    with pytest.raises(OperatorError, match="set FRONTDESK_DATA_DIR"):
        _ = Settings().data_dir


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_says_it_in_one_line_and_begins_nothing(
    place: Path, words: list[str]
) -> None:
    (FORMER / "postgres").mkdir(parents=True)
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1
    assert done.output.startswith("an earlier version kept its data in")
    assert done.output.count("\n") == 1
    assert not (place / "home").exists()


def test_check_says_it_too(place: Path) -> None:
    (FORMER / "postgres").mkdir(parents=True)
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == 1
    assert "an earlier version kept its data in" in " ".join(done.output.split())
