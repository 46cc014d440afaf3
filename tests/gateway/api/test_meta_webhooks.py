"""Meta's webhooks at the gateway: its question, whose a request is, and templates after a day."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from gateway.access import credentials
from gateway.access.vault import vault_of
from tests.conversations.reminding import statuses
from tests.databases import NOW
from tests.front import Front, open_front
from tests.providers import cloud_api, gupshup
from tests.providers.meta import MetaServer, Sent, signed_request
from tests.scripted_model import ScriptedModel

OURS, SECOND, THEIRS = "100000000000101", "100000000000102", "100000000000201"
KEY = SecretStr("k" * 40)


@dataclass(frozen=True)
class Number:
    """A connection, and what is stored of it."""

    tenant: str
    key: str
    number: str
    app_secret: str | None = "secret-of-the-app"
    verify_token: str | None = "verify-me"

    @property
    def token(self) -> str:
        return f"token-of-{self.tenant}-{self.key}"

    @property
    def path(self) -> str:
        return f"/webhooks/meta/{self.token}"


FIRST = Number("aurora", "meta-1", OURS)


async def connect(front: Front, one: Number, settings: dict[str, Any] | None = None) -> None:
    front.execute(
        "insert into platform_connections (organization_id, key, channel, name, phone, token_hash, "
        "token_env, settings) select id, %s, 'meta', %s, '573005550100', sha256(%s::bytea), 'X', %s "
        "from organizations where slug = %s",
        one.key,
        one.number,
        one.token.encode(),
        json.dumps(settings or {}),
        one.tenant,
    )
    database, vault = front.container.database, vault_of(front.container.settings)
    stored = {
        "api_key": "meta-token",
        "app_secret": one.app_secret,
        "verify_token": one.verify_token,
    }
    for name, value in stored.items():
        if value is not None:
            await credentials.put(database, vault, one.tenant, one.key, name, value)


async def deliver(
    front: Front, one: Number, payload: Any, secret: str | None = None
) -> httpx.Response:
    """To this number's address, signed with its app's secret or another one."""
    body, headers = signed_request(payload, secret or one.app_secret or "none")
    return await front.http.post(one.path, content=body, headers=headers)


def stored(front: Front) -> list[tuple[str, str, str]]:
    """Tenant, connection and words of every received message."""
    rows = front.rows(
        "select o.slug, c.key, m.body from chat_messages m "
        "join platform_connections c on c.id = m.connection_id "
        "join organizations o on o.id = m.organization_id where direction = 'inbound' order by m.seq"
    )
    return [(row["slug"], row["key"], row["body"]) for row in rows]


@pytest.fixture
async def front(database_url: str, tmp_path: Path) -> AsyncIterator[Front]:
    async with open_front(
        database_url, tmp_path, NOW, ScriptedModel(), frontdesk_secret_key=KEY
    ) as opened:
        yield opened


def said(words: str, number: str = OURS, **about: Any) -> dict[str, Any]:
    return cloud_api.text(words, number=number, at=int(NOW.timestamp()), **about)


# Meta's question


def asked(one: Number, **about: str) -> str:
    query = {"mode": "subscribe", "challenge": "1158201444", "verify_token": "verify-me"} | about
    return f"{one.path}?" + "&".join(f"hub.{name}={value}" for name, value in query.items())


async def test_the_address_is_verified(front: Front) -> None:
    await connect(front, FIRST)
    answer = await front.http.get(asked(FIRST))
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")
    for wrong in ({"verify_token": "guessed"}, {"mode": "unsubscribe"}, {"verify_token": ""}):
        assert (await front.http.get(asked(FIRST, **wrong))).status_code == 403
    known = asked(FIRST).replace(FIRST.path + "?", f"/webhook/whatsapp?token={FIRST.token}&")
    assert (await front.http.get(known)).text == "1158201444"
    nobodys = replace(FIRST, key="meta-9")
    assert (await front.http.get(asked(nobodys))).status_code == 404


async def test_without_a_token_of_its_own_no_question_is_answered(front: Front) -> None:
    await connect(front, replace(FIRST, verify_token=None))
    for shown in ("verify-me", "", "None"):
        assert (await front.http.get(asked(FIRST, verify_token=shown))).status_code == 403


# Whose a request is


async def test_a_request_without_the_proof_stores_nothing(front: Front) -> None:
    await connect(front, FIRST)
    body, headers = signed_request(said("Hola"), "secret-of-the-app")
    unsigned = {k: v for k, v in headers.items() if k == "content-type"}
    for content, shown in ((body, unsigned), (body + b" ", headers)):
        answer = await front.http.post(FIRST.path, content=content, headers=shown)
        assert answer.status_code == 401
    assert (await deliver(front, FIRST, said("Hola"), secret="guessed")).status_code == 401
    assert stored(front) == []
    answer = await front.http.post(FIRST.path, content=body, headers=headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert stored(front) == [("aurora", "meta-1", "Hola")]


@pytest.mark.parametrize("secret", ["none", "secret-of-the-app"])
async def test_without_a_stored_secret_nothing_is_believed(front: Front, secret: str) -> None:
    await connect(front, replace(FIRST, app_secret=None))
    assert (await deliver(front, FIRST, said("Hola"), secret=secret)).status_code == 401
    assert stored(front) == []


async def test_two_numbers_of_one_app_share_an_address(front: Front) -> None:
    second = replace(FIRST, key="meta-2", number=SECOND)
    await connect(front, FIRST)
    await connect(front, second)
    both = cloud_api.together(said("a la primera"), said("a la segunda", SECOND))
    assert (await deliver(front, FIRST, both)).status_code == 200
    assert (await deliver(front, second, both)).status_code == 200  # the same events, again
    assert stored(front) == [
        ("aurora", "meta-1", "a la primera"),
        ("aurora", "meta-2", "a la segunda"),
    ]


@pytest.mark.parametrize("named", ["nothing", "a false connection"])
async def test_a_tenant_cannot_write_into_another_ones_chats(front: Front, named: str) -> None:
    """Nor with a connection of its own that has the number of the other one."""
    victim = Number("sorriso", "meta-v", THEIRS, app_secret="secret-of-the-victim")
    await connect(front, FIRST)
    await connect(front, victim)
    if named == "a false connection":
        await connect(front, Number("aurora", "meta-false", THEIRS))
    both = cloud_api.together(said("la mía"), said("la ajena", THEIRS))
    assert (await deliver(front, FIRST, both)).status_code == 200
    await deliver(front, FIRST, said("otra ajena", THEIRS))
    assert ("aurora", "meta-1", "la mía") in stored(front)
    assert {tenant for tenant, _, _ in stored(front)} == {"aurora"}
    assert (await deliver(front, victim, said("de Meta", THEIRS))).status_code == 200
    assert stored(front)[-1] == ("sorriso", "meta-v", "de Meta")


async def test_news_of_the_account_are_taken(front: Front) -> None:
    await connect(front, FIRST)
    news = cloud_api.envelope({"event": "DISABLED"}, field="account_update")
    assert (await deliver(front, FIRST, news)).status_code == 200
    assert (await deliver(front, FIRST, {"object": "page", "entry": []})).status_code == 200
    assert stored(front) == []


# A customer who hides their phone, and one who is written to after a day


async def test_a_customer_without_a_phone_is_answered_as_recipient(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        MetaServer() as server,
        open_front(
            database_url,
            tmp_path,
            NOW,
            ScriptedModel(),
            meta_base_url=server.url,
            frontdesk_secret_key=KEY,
        ) as front,
    ):
        await connect(front, FIRST)
        hidden = said("Hola", phone=None, user_id=cloud_api.USER_ID)
        assert (await deliver(front, FIRST, hidden)).status_code == 200
        await front.settle()
        assert [sent.to for sent in server.sent] == [cloud_api.USER_ID]
        assert not server.dropped
        # They let it be seen later: it is the same chat, and the phone is written to.
        shown = said("¿siguen ahí?", user_id=cloud_api.USER_ID)
        assert (await deliver(front, FIRST, shown)).status_code == 200
        await front.settle()
        assert [sent.to for sent in server.sent] == [cloud_api.USER_ID, cloud_api.CUSTOMER]
        assert len(front.rows("select from chat_identities")) == 1


async def test_after_a_day_a_template_asks_and_its_button_confirms(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        MetaServer() as server,
        open_front(
            database_url, tmp_path, NOW, meta_base_url=server.url, frontdesk_secret_key=KEY
        ) as front,
    ):
        await connect(front, FIRST, {"confirmation_template": {"es": "confirma_cita"}})
        for words in ("Hola, cejas para el lunes a las 10", "sí", "Ana Pérez", "sí"):
            await hear(front, server, cloud_api.text(words, at=_now(front)))
        assert statuses(front) == {"diseno-de-cejas": "scheduled"}
        await front.pass_time(48 * 3600)
        await front.settle()
        template = server.sent[-1].body["template"]
        assert (template["name"], template["language"]) == ("confirma_cita", {"code": "es"})
        assert server.sent[-1].text.startswith("Ana | Clínica Aurora Lumbre | Diseño de cejas")
        yes = server.sent[-1].options[0][0]
        (answer,) = await hear(front, server, cloud_api.template_button("Sí", yes, at=_now(front)))
        assert "Cita confirmada" in answer.text
        assert statuses(front) == {"diseno-de-cejas": "confirmed"}


async def test_staff_are_told_by_a_template_of_the_connection(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        MetaServer() as server,
        open_front(
            database_url, tmp_path, NOW, meta_base_url=server.url, frontdesk_secret_key=KEY
        ) as front,
    ):
        await connect(front, FIRST, {"escalation_template": "aviso:es_CO"})
        front.execute(
            "update internal_notifications_config set channel = 'meta', address = '573005550190' "
            "where key = 'coordinator'"
        )
        await hear(front, server, cloud_api.text("Quiero hablar con una persona", at=_now(front)))
        notices = [sent for sent in server.sent if sent.to == "573005550190"]
        assert [notice.template for notice in notices] == ["aviso"]
        assert notices[0].body["template"]["language"] == {"code": "es_CO"}


async def hear(front: Front, server: MetaServer, payload: dict[str, Any]) -> list[Sent]:
    before = len(server.sent)
    assert (await deliver(front, FIRST, payload)).status_code == 200
    await front.settle()
    return server.sent[before:]


def _now(front: Front) -> int:
    return int(front.clock.now().timestamp())


# Gupshup's v3 callbacks are Meta's in an envelope


async def test_callbacks_of_both_versions_store_a_message_once(front: Front) -> None:
    app = front.connection_name("aurora", "gupshup")
    old = gupshup.text("Hola", id="wamid.BOTH", app=app)
    old["timestamp"] = int(NOW.timestamp() * 1000)
    new = {"gs_app_id": "app-1", **said("Hola", id="wamid.BOTH")}
    for payload in (old, new, old):
        assert (await front.post("gupshup", "aurora", payload)).status_code == 200
    await front.settle()
    assert stored(front) == [("aurora", "gupshup", "Hola")]
    (sent,) = front.gupshup.sent
    events = [
        gupshup.message_event(sent.id, "delivered", destination=sent.destination, app=app),
        {"gs_app_id": "app-1", **cloud_api.status("wamid.OUT", "read", gs_id=sent.id)},
        {"gs_app_id": "app-1", **cloud_api.status("wamid.OUT", "sent", gs_id=sent.id)},
    ]
    for event in events:
        assert (await front.post("gupshup", "aurora", event)).status_code == 200
    rows = front.rows("select status from chat_messages where direction = 'outbound'")
    assert [row["status"] for row in rows] == ["read"]


async def test_what_staff_type_on_a_number_of_gupshups_silences_the_bot(front: Front) -> None:
    assert (await front.post("gupshup", "aurora", _v3(said("Hola")))).status_code == 200
    await front.settle()
    typed = cloud_api.echo("Hola, soy Marta, ¿cómo te ayudo?", at=_now(front))
    assert (await front.post("gupshup", "aurora", _v3(typed))).status_code == 200
    again = cloud_api.text("Quiero mover mi cita", at=_now(front))
    assert (await front.post("gupshup", "aurora", _v3(again))).status_code == 200
    await front.settle()
    assert len(front.gupshup.sent) == 1
    rows = front.rows("select body from chat_messages where direction = 'staff'")
    assert rows == [{"body": "Hola, soy Marta, ¿cómo te ayudo?"}]


def _v3(payload: dict[str, Any]) -> dict[str, Any]:
    return {"gs_app_id": "app-1", **payload}
