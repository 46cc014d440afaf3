"""`frontdesk connect` on every channel: tried, stored, told, proven, and safe to run again."""

import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from agent.errors import OperatorError
from agent.settings import Settings
from gateway.access.credentials import stored_credentials
from gateway.channels.setup import Step
from gateway.cli.connect import line_of
from gateway.connecting.connecting import Connecting, Wishes
from gateway.connecting.waiting import Patience
from gateway.organizations import commands
from gateway.organizations.loading import loads
from tests.databases import SECRETS
from tests.front import Front
from tests.front_fixtures import Opening
from tests.providers import evolution, gupshup, twilio
from tests.providers.server import Answer, ProviderServer, Request
from tests.providers.setups import (
    ChatwootAdministration,
    EvolutionManager,
    GupshupDashboard,
    MetaApp,
    TwilioConsole,
)
from tests.scripted_model import ScriptedModel

PHONE = "573005550177"
SECRET_KEY = "a key for these tests of 32 letters"


class Gateway(ProviderServer):
    """The public address: what comes goes to the real application."""

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front

    def handle(self, request: Request) -> Answer:
        raise NotImplementedError

    async def respond(self, request: Request) -> Answer:
        url = f"{request.path}?{request.query}" if request.query else request.path
        got = await self._front.http.request(
            request.method, url, content=request.body, headers={"content-type": "application/json"}
        )
        return Answer(got.status_code, got.content)


@dataclass
class Person:
    """Answers what is asked; without answers, nobody."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    on_show: Callable[[str], None] = lambda line: None

    @property
    def interactive(self) -> bool:
        return bool(self.answers)

    def text(self, question: str, default: str | None) -> str:
        return self._next(question) or default or ""

    def secret(self, question: str) -> str:
        return self._next(question)

    def show(self, line: str) -> None:
        self.lines.append(line)

    def tell(self, step: Step) -> None:
        self.show(line_of(step))

    def _next(self, question: str) -> str:
        for words, left in self.answers.items():
            if words in question and left:
                return left.pop(0)
        return ""

    @property
    def shown(self) -> str:
        return "\n".join(self.lines)


@dataclass
class Desk:
    """A front desk with a public address, and the environment of whoever connects."""

    front: Front
    gateway: Gateway
    folder: Path
    monkeypatch: pytest.MonkeyPatch
    settings: dict[str, Any] = field(default_factory=dict)

    async def connect(self, channel: str, person: Person | None = None, **wishes: Any) -> Person:
        person = person or Person()
        about = {"slug": "aurora", "patience": Patience(0.2, 0.01), **wishes}
        settings = Settings.model_validate(
            {"public_url": self.gateway.url, "frontdesk_secret_key": SECRET_KEY, **self.settings}
        )
        wanted = Wishes(channel=channel, env_file=self.folder / ".env", **about)
        async with httpx.AsyncClient() as http:
            run = Connecting(
                self.front.container.database,
                settings,
                self.front.clock,
                wanted,
                person,
                http,
            )
            person.lines.append(f"usable: {await run.run()}")
        return person

    def env(self, **values: str) -> None:
        for name, value in values.items():
            self.monkeypatch.setenv(name, value)


@pytest.fixture
async def desk(
    open_front_with: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    sealed = {"frontdesk_secret_key": SecretStr(SECRET_KEY)}
    async with open_front_with(ScriptedModel(), **sealed) as front, Gateway(front) as gateway:
        before = set(os.environ)
        yield Desk(front, gateway, tmp_path, monkeypatch)
        for made in set(os.environ) - before:
            del os.environ[made]


async def test_an_evolution_instance_from_nothing_to_a_test_message(desk: Desk) -> None:
    async with EvolutionManager() as server:
        desk.settings["evolution_base_url"] = server.url
        desk.env(AURORA_EVOLUTION_API_KEY="evolution-key")
        wishes: dict[str, Any] = {"given": {"name": "aurora-two"}, "create": True}
        person = await desk.connect("evolution", key="new", test_to=f"+{PHONE}", **wishes)
        assert "done   the instance aurora-two is made" in person.shown
        assert "▄" in person.shown, "the code to scan"
        assert "the instance aurora-two is linked to a phone" in person.lines[-3]
        assert [one.jid for one in server.sent] == [f"{PHONE}@s.whatsapp.net"]
        assert "the provider took the test message" in person.lines[-2]
        hook = server.hooks["webhook/aurora-two"]
        assert hook["url"].startswith(f"{desk.gateway.url}/webhooks/evolution/")
        written = (desk.folder / ".env").read_text()
        assert written.startswith("AURORA_NEW_TOKEN=")
        assert (desk.folder / ".env").stat().st_mode & 0o77 == 0
        assert "token-of-the-instance" not in person.shown + written

        # A message that comes to the address is this connection's.
        payload = evolution.text("Hola", instance="aurora-two", id="A1")
        assert (
            await desk.front.http.post(hook["url"].removeprefix(desk.gateway.url), json=payload)
        ).status_code == 200

        others = {"name": "another", "ownerJid": "573009999999@s.whatsapp.net", "profileName": "X"}
        ours = {"name": "aurora-two", "ownerJid": "573001112233:7@s.whatsapp.net"}
        server.profiles = [others, {**ours, "profileName": "Clínica Aurora"}]
        again = await desk.connect("evolution", key="new")
        assert "aurora-two is linked to +573001112233 (Clínica Aurora)" in again.shown
        assert server.set_calls == 1
        assert {line[:5] for line in again.lines[:-1]} == {"ok   "}
        assert again.lines[-1] == "usable: True"

        database = desk.front.container.database
        exported = await commands.export(database, "aurora")
        plan = await commands.plan(database, loads(exported.encode()), Settings().secret)
        assert plan.changes == []


async def test_a_sender_of_twilio(desk: Desk) -> None:
    async with TwilioConsole() as server:
        desk.settings["twilio_base_url"] = server.url
        desk.env(AURORA_TWILIO_AUTH_TOKEN=twilio.AUTH_TOKEN)
        given = {"name": twilio.ACCOUNT, "phone": f"+{twilio.BUSINESS}"}
        person = await desk.connect("twilio", given=given)
        assert person.lines[-1] == "usable: True"
        assert server.webhook["status_callback_url"] == server.webhook["callback_url"]
        await desk.connect("twilio")
        assert server.set_calls == 1
        server.webhook = {"callback_url": "https://somebody.example/their-hook"}
        kept = await desk.connect("twilio")
        assert "calls somebody.example now → add --take-over" in kept.shown
        assert server.set_calls == 1
        await desk.connect("twilio", take_over=True)
        assert server.set_calls == 2


async def test_nothing_can_be_sent_first_so_the_person_writes(desk: Desk) -> None:
    async with TwilioConsole() as server:
        desk.settings["twilio_base_url"] = server.url
        desk.env(AURORA_TWILIO_AUTH_TOKEN=twilio.AUTH_TOKEN)
        given = {"name": twilio.ACCOUNT, "phone": f"+{twilio.BUSINESS}"}
        silent = await desk.connect("twilio", given=given, test_to=f"+{PHONE}")
        assert "nothing came in from" in silent.shown
        assert server.sent == []
        refused = await desk.connect("twilio", test_to="+573005550178", template="HX1")
        assert "the provider took the test message" in refused.shown
        server.refusals[f"whatsapp:+{PHONE}"] = 21211
        refused = await desk.connect("twilio", test_to=f"+{PHONE}", template="HX1")
        assert "WRONG  the test message" in refused.shown


async def test_meta_is_subscribed_and_asks_the_address(desk: Desk) -> None:
    async with MetaApp() as server:
        desk.settings["meta_base_url"] = server.url
        desk.env(AURORA_META_ACCESS_TOKEN="meta-token", AURORA_META_APP_SECRET="of-another-app")
        given = {"name": server.numbers[0], "phone": "+573005550100"}
        with pytest.raises(OperatorError, match="nothing was stored"):
            await desk.connect("meta", given=given)
        desk.env(AURORA_META_APP_SECRET=server.app_secret)
        person = await desk.connect("meta", given=given)
        assert person.lines[-1] == "usable: True", person.shown
        assert server.accounts == {"77"}
        assert server.callback is not None
        query = {
            "hub.mode": "subscribe",
            "hub.challenge": "7",
            "hub.verify_token": server.callback["verify_token"],
        }
        asked = await desk.front.http.get(
            server.callback["callback_url"].removeprefix(desk.gateway.url), params=query
        )
        assert (asked.status_code, asked.text) == (200, "7")
        calls = server.set_calls
        await desk.connect("meta")
        assert server.set_calls == calls
        for secret in (server.app_secret, "meta-token", server.callback["verify_token"]):
            assert secret not in person.shown


async def test_chatwoot_with_an_administrators_token(desk: Desk) -> None:
    async with ChatwootAdministration() as server:
        desk.settings["chatwoot_base_url"] = server.url
        desk.env(AURORA_CHATWOOT_ADMIN_TOKEN="admin-token")
        given = {"name": "Desk", "account_id": "7", "inbox_id": "4"}
        person = await desk.connect("chatwoot", given=given)
        assert person.lines[-1] == "usable: True", person.shown
        assert (server.inbox_bot, server.set_calls) == (3, 3)
        names = [
            (one.connection, one.place.name)
            async for one in stored_credentials(desk.front.container.database, "aurora")
        ]
        assert names == [("chatwoot", "api_key")], "the administrator's is not kept"
        await desk.connect("chatwoot")
        assert server.set_calls == 3


async def test_gupshup_is_asked_again_and_prints_what_to_paste(desk: Desk) -> None:
    async with GupshupDashboard() as server:
        desk.settings["gupshup_base_url"] = server.url
        desk.monkeypatch.delenv("AURORA_GUPSHUP_API_KEY")
        answers = {
            "Name of the Gupshup app": ["Wrong-App", gupshup.APP],
            "API key": ["wrong", "gupshup-key"],
            "Number of the app": ["+57 300 555 0199"],
        }
        person = await desk.connect("gupshup", Person(answers), key="two")
        assert "Gupshup refuses the key" in person.shown
        assert "the account has no app Wrong-App" in person.shown
        assert "as callback URL (v2 or v3): http" in person.shown
        assert "gupshup-key" not in person.shown


async def test_nobody_to_ask_means_a_list_of_what_is_missing(desk: Desk) -> None:
    with pytest.raises(OperatorError) as caught:
        await desk.connect("twilio")
    told = str(caught.value)
    assert "Account SID: --name" in told
    assert "set AURORA_TWILIO_AUTH_TOKEN in the environment" in told


async def test_an_address_that_nobody_reaches_is_named(desk: Desk) -> None:
    async with EvolutionManager(instances=("aurora-lumbre",)) as server:
        desk.settings |= {"evolution_base_url": server.url, "public_url": None}
        desk.env(AURORA_EVOLUTION_API_KEY="evolution-key")
        person = await desk.connect("evolution")
        assert "WRONG  PUBLIC_URL is not set" in person.shown
        assert server.set_calls == 0
        desk.settings["public_url"] = "http://127.0.0.1:1"
        assert "does not lead to a running gateway" in (await desk.connect("evolution")).shown


async def test_the_chat_of_a_site_needs_no_provider(desk: Desk) -> None:
    person = await desk.connect("web", key="site", given={"name": "site"})
    assert "usable: True" in person.lines
    desk.settings["public_url"] = None
    alone = await desk.connect("web", key="site")
    assert "the chat opens on this machine only" in alone.shown
    assert "WRONG" not in alone.shown
