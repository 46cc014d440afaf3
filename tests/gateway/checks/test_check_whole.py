"""`frontdesk check` as a whole, with every part configured and with none, right and wrong: on one screen,
and never with a secret."""

import io
import json
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from rich.console import Console

from agent.settings import Settings
from gateway.checks import Finding, check, screen
from gateway.checks.model import check_spending
from gateway.checks.stored import open_stored
from tests.providers.server import Answer, ProviderServer, Request

CANARY = "canary-0123456789abcdef"


class Everything(ProviderServer):
    """Plays every service that is asked over HTTP; with `status` each says only that."""

    def __init__(self, status: int = 200) -> None:
        super().__init__()
        self.status = status

    async def respond(self, request: Request) -> Answer:
        models = [{"id": name} for name in ("gpt-5.4-mini", "gpt-4.1", "text-embedding-3-small")]
        ok = request.path == "/health"
        body = {"data": models, "instance": {"state": "open"}}
        return Answer(self.status, {"status": "ok"} if ok else body)

    def handle(self, request: Request) -> Answer:
        return Answer(self.status)


def everything(url: str, folder: Path, server: ProviderServer) -> Settings:
    """Every part configured, and a secret wherever one can stand."""
    secret = SecretStr(CANARY)
    played = server.url.replace("http://", f"http://someone:{CANARY}@")
    return Settings(
        database_url=SecretStr(url),
        frontdesk_data_dir=folder,
        frontdesk_secret_key=SecretStr(CANARY * 2),
        redis_url=SecretStr(f"redis://:{CANARY}@127.0.0.1:1/0"),
        openai_api_key=secret,
        openai_base_url=played,
        openai_fallback_models="gpt-4.1",
        daily_spend_usd=5,
        gemini_api_key=secret,
        gemini_base_url=played,
        langfuse_host=played,
        langfuse_public_key="pk",
        langfuse_secret_key=secret,
        langfuse_texts=True,
        gupshup_base_url=played,
        evolution_base_url=played,
        gupshup_escalation_template_id="one",
        gupshup_confirmation_template_id="two",
        gupshup_reminder_template_id="three",
        gupshup_waiting_template_id="four",
        public_url=played,
        api_key=secret,
        cors_origins="https://example.com",
        trusted_proxies="10.0.0.0/8",
    )


def on_a_terminal(findings: list[Finding]) -> str:
    out = io.StringIO()
    screen.show(findings, Console(file=out, width=80, height=24, force_terminal=True))
    return out.getvalue()


async def look(settings: Settings, lines: int = 24) -> tuple[dict[str, str], str]:
    """States by what they are about, and the screen of 80 x 24."""
    findings = await check(settings)
    seen = on_a_terminal(findings)
    assert CANARY not in seen
    assert CANARY not in json.dumps(screen.as_json(findings))
    assert len(seen.splitlines()) < lines
    return {finding.what: finding.state for finding in findings}, seen


async def test_with_every_part_at_work(database_url: str, tmp_path: Path) -> None:
    async with Everything() as server:
        states, seen = await look(everything(database_url, tmp_path, server))
    assert {what for what, state in states.items() if state == "bad"} == set()
    warned = {what for what, state in states.items() if state == "warn"}
    # Nothing is embedded yet, where there is pgvector.
    assert warned - {"embeddings"} == {"Redis", "trace texts"}
    assert "openai:gpt-5.4-mini, openai:gpt-4.1, offline" in seen
    assert "Usable; look at: Redis" in seen


async def test_with_every_key_wrong(database_url: str, tmp_path: Path) -> None:
    async with Everything(401) as server:
        # What is wrong is never left out, however much it is.
        states, seen = await look(everything(database_url, tmp_path, server), lines=30)
    wrong = {what for what, state in states.items() if state == "bad"}
    assert wrong == {
        "model",
        "Gemini",
        "Evolution of aurora, sorriso",
        "Gupshup of aurora, sorriso",
    }
    for do in ("check OPENAI_API_KEY", "check GEMINI_API_KEY", "check LANGFUSE_*_KEY"):
        assert do in seen


async def test_with_nothing(database_url: str, tmp_path: Path) -> None:
    settings = Settings(
        database_url=SecretStr(database_url),
        frontdesk_data_dir=tmp_path,
        gupshup_base_url="http://127.0.0.1:1",
        evolution_base_url="http://127.0.0.1:1",
    )
    states, seen = await look(settings)
    assert states["model"] == "off"
    assert "the offline one answers" in seen


async def test_a_ceiling_that_was_reached_is_told(database_url: str, tmp_path: Path) -> None:
    settings = Settings(
        database_url=SecretStr(database_url), frontdesk_data_dir=tmp_path, daily_spend_usd=2
    )
    spent: dict[str, Any] = {"node": "n", "model": "m", "input_tokens": 1, "output_tokens": 1}
    async with open_stored(settings) as stored:
        assert stored is not None
        assert [f.state for f in await check_spending(settings, stored)] == ["ok"]
        await stored.database.call(
            "usage_put",
            organization=stored.organizations[0].id,
            turn=stored.organizations[0].id,
            usage=[spent | {"cached_input_tokens": 0, "cost_usd": "2"}],
        )
        (found,) = await check_spending(settings, stored)
    assert found.state == "warn"
    assert found.text.startswith("aurora reached DAILY_SPEND_USD (2)")
