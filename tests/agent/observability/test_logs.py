"""Lines of the log: what they belong to, their form, what is left out, and the files that they go to."""

import io
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from agent.errors import OperatorError
from agent.observability.log_context import event_log, log_context
from agent.observability.log_files import log_files, open_log_file
from agent.observability.logs import configure_logging, line_formatter
from agent.settings import Settings

PHONE = "+57 300 999-4321"


@contextmanager
def written(*, as_json: bool = True, texts: bool = False, **given: Any) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(line_formatter(as_json, texts, **given))
    log = logging.getLogger("somebody")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield stream
    finally:
        log.removeHandler(handler)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_every_logger_tells_what_a_line_belongs_to() -> None:
    with written() as stream:
        with log_context(organization="aurora", chat=None), log_context(turn="7"):
            logging.getLogger("somebody.library").warning("slow: %s s", 3)
            event_log("somebody.ours").info("turn ended", ms=812, tools=["book:booked"])
        logging.getLogger("somebody").warning("outside")
    library, ours, outside = lines(stream)
    assert library["at"].endswith("Z")
    assert {**library, "at": ""} == {
        "at": "", "level": "warning", "logger": "somebody.library", "event": "slow: 3 s",
        "organization": "aurora", "turn": "7",
    }  # fmt: skip
    assert list(ours) == ["at", "level", "logger", "event", "organization", "turn", "ms", "tools"]
    assert (ours["ms"], ours["tools"]) == (812, ["book:booked"])
    assert "organization" not in outside


def test_text_is_one_line_for_people() -> None:
    with written(as_json=False) as stream, log_context(organization="aurora", chat="c"):
        event_log("somebody").info("reply sent", ms=5, tools=["a:b", "c:d"])
    line = stream.getvalue()
    assert line.endswith(
        "Z INFO    somebody: reply sent organization=aurora chat=c ms=5 tools=a:b,c:d\n"
    )


def test_what_libraries_put_on_records_and_errors_say_is_left_out() -> None:
    with written(redact=lambda text: text.replace("hunter22", "[secret]")) as stream:
        log = logging.getLogger("somebody")
        try:
            raise ValueError(f"cannot call {PHONE}")
        except ValueError:
            log.exception("the key hunter22 of 573009994321 at 2026-11-30T10:00:00Z",
                          extra={"body": "xilófono"})  # fmt: skip
        try:
            raise OperatorError("the folder is full")
        except OperatorError:
            log.exception("ours")
    first, second = lines(stream)
    assert first["event"] == "the key [secret] of [number] at 2026-11-30T10:00:00Z"
    assert first["error"].endswith("builtins.ValueError")
    assert "300" not in first["error"]
    assert "xilófono" not in stream.getvalue()
    assert second["error"].endswith("OperatorError: the folder is full")


def test_log_texts_shows_what_errors_say() -> None:
    with written(texts=True) as stream:
        try:
            raise ValueError(f"cannot call {PHONE}")
        except ValueError:
            logging.getLogger("somebody").exception("failed")
    assert PHONE in lines(stream)[0]["error"]


def test_ids_of_ours_are_no_numbers_to_hide() -> None:
    with written() as stream:
        logging.getLogger("somebody").warning("chat 00000000-0000-4000-8000-123456789012 waits")
    assert "123456789012" in stream.getvalue()


@contextmanager
def new_process(**settings: Any) -> Iterator[None]:
    """The root logger as a service sets it up; afterwards as it was."""
    log = logging.getLogger()
    before, level = log.handlers[:], log.level
    log.handlers = []
    try:
        configure_logging(Settings.model_validate(settings), "worker")
        yield
    finally:
        for handler in log.handlers:
            handler.close()
        log.handlers[:] = before
        log.setLevel(level)


def test_a_service_keeps_its_lines_in_a_private_file(tmp_path: Path) -> None:
    with new_process(frontdesk_data_dir=tmp_path, log_format="text"):
        logging.getLogger("somebody").warning("hello")
    (file,) = log_files(tmp_path / "logs")
    assert file.name.startswith("worker-")
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(file.read_text())["event"] == "hello"


def test_without_a_folder_there_is_no_file_and_the_service_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    with new_process(frontdesk_data_dir=tmp_path / "file", log_format="json"):
        pass
    line = json.loads(capsys.readouterr().err)
    assert (line["level"], "LOG_FILES" in line["event"]) == ("warning", True)


def test_files_turn_over_and_old_ones_go(tmp_path: Path) -> None:
    for number in range(25):
        old = tmp_path / f"serve-host-{number}.jsonl"
        old.touch()
        os.utime(old, (number, number))
    handler = open_log_file(tmp_path, "serve")
    handler.maxBytes = 50
    for _ in range(4):
        handler.emit(logging.LogRecord("x", logging.INFO, "", 0, "y" * 30, (), None))
    handler.close()
    names = {file.name for file in log_files(tmp_path)}
    own = f"serve-{os.uname().nodename}-{os.getpid()}"
    assert {f"{own}.jsonl", f"{own}.1.jsonl"} <= names
    assert len(names) == 21
    assert "serve-host-5.jsonl" not in names
    assert "serve-host-6.jsonl" in names
