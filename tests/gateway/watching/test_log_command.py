"""`frontdesk logs`: the lines that somebody looks for, from the files of the services or a pipe."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import Result

from agent.settings import Settings
from gateway.cli.logs import logs
from tests.command_line import Deployment, command

app = typer.Typer()
app.command()(logs)
LINES = [
    {"at": "2026-11-20T15:00:00.000Z", "level": "info", "logger": "g", "event": "webhook stored",
     "organization": "aurora", "chats": ["c1", "c2"], "channel": "gupshup"},
    {"at": "2026-11-20T15:00:03.000Z", "level": "info", "logger": "g", "event": "turn ended",
     "organization": "aurora", "chat": "c1", "turn": "t1", "status": "failed"},
    {"at": "2026-11-20T15:00:01.000Z", "level": "warning", "logger": "g", "event": "webhook refused",
     "organization": "sorriso", "channel": "meta", "reason": "Unauthorized"},
    {"at": "2026-11-20T15:00:02.000Z", "level": "warning", "logger": "g", "event": "reply not sent",
     "organization": "sorriso", "chat": "c3", "code": "403"},
    {"at": "2026-11-20T15:00:04.000Z", "level": "info", "logger": "g", "event": "turn ended \x1b[31m",
     "organization": "sorriso", "chat": "c3", "turn": "t2", "status": "committed"},
]  # fmt: skip


@app.callback()
def _group() -> None:
    """Keeps the command's name, as in `frontdesk`."""


async def shown(folder: Path, *words: str, typed: str = "") -> Result:
    settings = Settings.model_validate({"frontdesk_data_dir": folder})
    return await command(Deployment("", settings), app, "logs", *words, typed=typed)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two processes of a fresh installation wrote at the same time."""
    (tmp_path / "logs").mkdir()
    for name, lines in {"serve": LINES[:2], "worker": LINES[2:]}.items():
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (tmp_path / "logs" / f"{name}-host-1.jsonl").write_text(text + '{"half a li')
    return tmp_path


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        ([], [0, 2, 3, 1, 4]),
        (["-n", "2"], [1, 4]),
        (["--errors"], [2, 3, 1]),
        (["--webhooks"], [0, 2]),
        (["--webhooks", "-o", "aurora"], [0]),
        (["--errors", "-o", "aurora"], [1]),
        (["--chat", "c1"], [0, 1]),
        (["--turn", "t2"], [4]),
        (["--since", "1m"], []),
    ],
)
async def test_what_is_looked_for(folder: Path, words: list[str], listed: list[int]) -> None:
    done = await shown(folder, *words, "--json")
    assert [json.loads(line) for line in done.output.splitlines()] == [LINES[n] for n in listed]


async def test_people_read_text_and_their_terminal_obeys_nothing(folder: Path) -> None:
    done = await shown(folder, "-o", "sorriso", "-n", "1")
    assert done.output == (
        "2026-11-20T15:00:04.000Z INFO    g: turn ended [31m organization=sorriso chat=c3 turn=t2 "
        "status=committed\n"
    )


async def test_what_another_program_pipes_in(tmp_path: Path) -> None:
    piped = "".join(f"worker-1  | {json.dumps(line)}\n" for line in LINES) + "no line of ours\n"
    done = await shown(tmp_path, "--errors", "--file", "-", "--json", typed=piped)
    assert [json.loads(line) for line in done.output.splitlines()] == [LINES[n] for n in (1, 2, 3)]


async def test_where_nothing_ran_it_says_where_it_looked(tmp_path: Path) -> None:
    done = await shown(tmp_path)
    assert done.exit_code == 1
    assert str(tmp_path / "logs") in done.output
    wrong = await shown(tmp_path, "--since", "yesterday")
    assert wrong.exit_code == 2
