"""A Langfuse that is gone, slow or broken costs no turn anything, and one line in the log."""

import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr

from agent.observability.langfuse_export import _LINE
from agent.observability.langfuse_handler import TurnHandler
from agent.observability.langfuse_tracing import TIMEOUT_SECONDS, LangfuseTracing
from agent.observability.masking import Mask
from agent.observability.tracing import NoTracing, open_tracing
from agent.settings import Settings
from gateway.checks import check
from tests.agent.observability.traced_front import langfuse_settings, traced, turns
from tests.promises.test_promise_09_privacy import (
    NAME,
    PHONE,
    PLANTED,
    SECRETS,
    TEXT,
    everything_logged,
)
from tests.protocols.langfuse import PUBLIC_KEY, SECRET_KEY, LangfuseServer

ONE_WAIT = 3 * TIMEOUT_SECONDS
"""Seconds: what the library waits for scores alone, with its repetitions. A busy machine, which
takes two seconds to close, is still below it."""
Trouble = Callable[[LangfuseServer], Any]
TROUBLES: dict[str, Trouble] = {
    "down": lambda langfuse: langfuse.close(),
    "hangs": lambda langfuse: langfuse.hang_next(times=99),
    "refuses": lambda langfuse: langfuse.answer_next(401, {"message": TEXT}, times=99),
    "too large": lambda langfuse: langfuse.answer_next(413, TEXT.encode(), times=99),
    "broken": lambda langfuse: langfuse.answer_next(500, TEXT.encode(), times=99),
    "garbage": lambda langfuse: langfuse.answer_next(200, b"\xff{" + TEXT.encode(), times=99),
    "half": lambda langfuse: langfuse.answer_next(
        200, b'{"mess', times=99, headers={"content-length": "4000"}
    ),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_turns_go_on(
    trouble: str, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_LINE, "_next", 0.0)  # nothing was said in the last ten minutes
    async with LangfuseServer() as langfuse:
        with everything_logged() as written:
            async with traced(langfuse, database_url, tmp_path) as front:
                TROUBLES[trouble](langfuse)
                zenobia = front.customer(PHONE, name=NAME)
                began = time.monotonic()
                assert await zenobia.say(f"Hola {TEXT}")
                assert await zenobia.say("¿Cuánto cuesta el láser?")
                took = time.monotonic() - began
                assert [row["status"] for row in turns(front)] == ["committed"] * 2
                ending = time.monotonic()
            ended = time.monotonic() - ending
        said = written.getvalue()
    assert took < ONE_WAIT
    assert ended < ONE_WAIT, "the end of the process was held up"
    # What hangs is not known to be lost when the process ends.
    lines = said.count("Langfuse does not get all traces")
    assert lines == 1 or (lines == 0 and trouble == "hangs")
    assert not [w for w in (*PLANTED, *SECRETS, SECRET_KEY) if w.lower() in said.lower()]
    for line in said.splitlines():
        assert not re.search(r" (langfuse|opentelemetry)[\w.]*: ", line)


async def test_full_queues_forget_and_do_not_wait() -> None:
    """More spans than the queue holds, towards a server that answers nothing."""
    async with LangfuseServer() as langfuse:
        langfuse.hang_next(times=99)
        tracing = open_tracing(Settings(**langfuse_settings(langfuse.url)))
        assert isinstance(tracing, LangfuseTracing)
        began = time.monotonic()
        for number in range(3000):
            tracing._client.start_observation(name="turn", input=str(number)).end()
            tracing.score(uuid4(), booked=True)
            if number % 500 == 0:
                await asyncio.sleep(0)
        assert time.monotonic() - began < ONE_WAIT
        closing = time.monotonic()
        await asyncio.to_thread(tracing.close)
    assert time.monotonic() - closing < ONE_WAIT


async def test_a_broken_handler_breaks_no_turn(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(f"{TEXT} {PHONE}")

    for event in ("on_chain_start", "on_chat_model_start", "on_llm_end", "on_tool_start"):
        monkeypatch.setattr(TurnHandler, event, broken)
    monkeypatch.setattr(TurnHandler, "end_unfinished", broken)
    async with LangfuseServer() as langfuse:
        with everything_logged() as written:
            async with traced(langfuse, database_url, tmp_path) as front:
                said = await front.customer(PHONE).say("Hola, quiero láser mañana a las 3")
        assert "reserv" in said
    assert not [word for word in PLANTED if word.lower() in written.getvalue().lower()]


async def test_a_mask_that_fails_shows_nothing(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Mask, value: Any, key: str | None = None, depth: int = 0) -> Any:
        raise RuntimeError(TEXT)

    monkeypatch.setattr(Mask, "shape", broken)
    async with LangfuseServer() as langfuse, traced(langfuse, database_url, tmp_path) as front:
        assert await front.customer(PHONE, name=NAME).say(f"Hola {TEXT}")
    body = b"".join(langfuse.bodies).decode(errors="replace")
    assert langfuse.spans
    assert not [word for word in PLANTED if word.lower() in body.lower()]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"langfuse_host": "http://127.0.0.1:1"}, "LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY"),
        ({"langfuse_public_key": "pk"}, "LANGFUSE_HOST and LANGFUSE_SECRET_KEY"),
        (langfuse_settings("langfuse.internal:3000"), "not a URL"),
        (langfuse_settings("http://[::1"), "not a URL"),
        (langfuse_settings("http://langfuse:300000"), "not a URL"),
    ],
)
def test_half_a_configuration_traces_nothing_and_says_so(
    settings: dict[str, Any], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(open_tracing(Settings(**settings)), NoTracing)
    assert said in caplog.text
    assert "pk" not in caplog.text


def test_without_a_configuration_the_library_is_not_even_imported() -> None:
    code = (
        "import sys; from agent.settings import Settings; from agent.observability.tracing import open_tracing; "
        "open_tracing(Settings()).close(); "
        "sys.exit('langfuse' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_check_tells_about_langfuse(tmp_path: Path) -> None:
    async def state(**settings: Any) -> tuple[str, str]:
        nothing = SecretStr("postgresql://nobody@127.0.0.1:1/none")
        configured = Settings(database_url=nothing, database_wait_seconds=0.1, **settings)
        return next((f.state, f.text) for f in await check(configured) if f.what == "Langfuse")

    assert (await state())[0] == "off"
    assert (await state(langfuse_host="http://127.0.0.1:1"))[0] == "bad"
    async with LangfuseServer() as langfuse:
        right = langfuse_settings(langfuse.url)
        assert (await state(**right))[0] == "ok"
        wrong = right | {"langfuse_secret_key": SecretStr("sk-lf-another")}
        found, said = await state(**wrong)
        assert found == "warn"
        assert "refused" in said
        assert "another" not in said
        langfuse.close()
        found, said = await state(**right)
    assert found == "warn"
    assert "does not answer" in said
    assert PUBLIC_KEY not in said
