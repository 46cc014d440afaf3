"""A connection made and changed in the console: asked of the provider, seen before, sealed, owners only."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from agent.settings import Settings
from agent.texts import texts
from gateway.channels.registry import channel_classes, load_channels
from gateway.organizations import commands
from gateway.organizations.loading import loads
from tests.front import Front
from tests.front_fixtures import Opening
from tests.gateway.connecting.test_connecting import Gateway
from tests.gateway.console.conftest import BETO, desk_of
from tests.gateway.console.test_business import parts
from tests.gateway.console.test_console_routes import logged_in, send
from tests.providers import evolution, gupshup
from tests.providers.setups import EvolutionManager, GupshupDashboard
from tests.scripted_model import ScriptedModel

AT = "/console/business/connect"
KEY = "gupshup-key"
GUPSHUP = {
    "channel": "gupshup", "q_name": gupshup.APP, "q_key": KEY, "q_phone": "300 555 0198",
}  # fmt: skip


@asynccontextmanager
async def clinic(opening: Opening, **settings: Any) -> AsyncIterator[tuple[Front, Gateway]]:
    """With a public address, at which providers call the real application."""
    async with Gateway(None) as gateway:  # type: ignore[arg-type]
        about = {"public_url": gateway.url, "frontdesk_secret_key": SecretStr("k" * 40), **settings}
        async with opening(ScriptedModel(), **about) as front:
            gateway._front = front
            await desk_of(front)
            yield front, gateway


def draft(page: str) -> str:
    [found] = re.findall(r'name="draft" value="([^"]+)"', page)
    return str(found)


async def connected(http: httpx.AsyncClient, **fields: str) -> httpx.Response:
    """Through the form and the yes to what it would do."""
    shown = await send(http, AT, **fields)
    assert shown.status_code == 200, shown.text
    which = {name: fields[name] for name in ("channel", "connection") if name in fields}
    return await send(http, AT, **which, confirm="1", draft=draft(shown.text))


def stored(front: Front) -> list[dict[str, Any]]:
    return front.rows(
        "select c.*, array(select s.name from connection_secrets s where s.connection_id = c.id order by s.name) "
        "as secrets from platform_connections c join organizations o on o.id = c.organization_id "
        "where o.slug = 'aurora' and c.active order by c.key"
    )


async def test_a_number_of_gupshup_is_seen_before_and_kept_sealed(open_front_with: Opening) -> None:
    async with (
        GupshupDashboard() as server,
        clinic(open_front_with, gupshup_base_url=server.url) as (front, gateway),
        logged_in(front) as http,
    ):
        before = stored(front)
        assert "Meta" in (await http.get(AT)).text
        page = (await http.get(f"{AT}?channel=gupshup")).text
        assert "Nombre de la app" in page
        wrong = await send(http, AT, **GUPSHUP | {"q_key": "not-the-key"})
        assert wrong.status_code == 422
        assert "refuses the key" in wrong.text
        assert "not-the-key" not in wrong.text
        missing = await send(http, AT, **GUPSHUP | {"q_phone": ""})
        assert "Falta esto: Número de la app" in missing.text
        shown = await send(http, AT, **GUPSHUP)
        assert "nueva, se guarda cifrada" in shown.text
        assert "Gupshup takes the key" in shown.text
        assert KEY not in shown.text
        assert stored(front) == before
        assert parts(front) == []
        yes = {"channel": "gupshup", "confirm": "1", "draft": draft(shown.text)}
        done = await send(http, AT, **yes)
        assert done.status_code == 200, done.text
        assert KEY not in done.text
        [address] = re.findall(rf"{gateway.url}(/webhooks/gupshup/\w+)", done.text)
        [new] = [row for row in stored(front) if row["key"] == "gupshup-2"]
        assert (new["phone"], new["secrets"]) == ("573005550198", ["api_key", "webhook_token"])
        assert (await front.http.post(address, json=gupshup.text("Hola"))).status_code == 200
        assert "gupshup-2" in (await http.get("/console/business/connections")).text
        assert KEY not in (await http.get("/console/business/connections/gupshup-2")).text
        assert set(parts(front)) == {"connection", "credentials"}

        # Its address stays, and so does its key where none is written.
        again = await connected(
            http, connection="gupshup-2", q_name=gupshup.APP, q_phone="3005550197"
        )
        assert address in again.text
        [row] = [row for row in stored(front) if row["key"] == "gupshup-2"]
        assert (row["phone"], row["token_hash"]) == ("573005550197", new["token_hash"])
        exported = await commands.export(front.container.database, "aurora")
        plan = await commands.plan(
            front.container.database, loads(exported.encode()), Settings().secret
        )
        assert plan.changes == []
        await commands.apply(front.container.database, plan)
        assert (await front.http.post(address, json=gupshup.text("Hola"))).status_code == 200


async def test_an_evolution_instance_is_made_and_its_code_shown(open_front_with: Opening) -> None:
    async with (
        EvolutionManager() as server,
        clinic(open_front_with, evolution_base_url=server.url) as (front, gateway),
        logged_in(front) as http,
    ):
        server.scans = 5
        fields = {"channel": "evolution", "q_name": "aurora-two", "q_key": "evolution-key"}
        refused = await send(http, AT, **fields)
        assert refused.status_code == 422
        shown = await send(http, AT, **fields, create="on")
        assert "aurora-two" not in server.states
        assert "se crea lo que falta" in shown.text
        done = await send(http, AT, channel="evolution", confirm="1", draft=draft(shown.text))
        assert "the instance aurora-two is made" in done.text
        assert "token-of-the-instance" not in done.text
        hook = server.hooks["webhook/aurora-two"]["url"].removeprefix(gateway.url)
        [place] = re.findall(r'href="(/console/business/connections/[^"]+check=1)"', done.text)
        assert 'class="qr"' in (await http.get(place)).text
        payload = evolution.text("Hola", instance="aurora-two", id="A1")
        assert (await front.http.post(hook, json=payload)).status_code == 200


async def test_only_an_owner_who_proved_who_they_are_connects(open_front_with: Opening) -> None:
    async with (
        GupshupDashboard() as server,
        clinic(open_front_with, gupshup_base_url=server.url) as (front, _),
        logged_in(front) as http,
    ):
        before = stored(front)
        sealed = draft((await send(http, AT, **GUPSHUP)).text)
        yes = {"channel": "gupshup", "confirm": "1", "draft": sealed}
        async with logged_in(front, BETO) as reception:
            assert (await reception.get(AT)).status_code == 403
            assert (await send(reception, AT, **yes)).status_code == 403
        front.execute("update staff_accounts set roles = '{owner}' where email = %s", BETO)
        async with logged_in(front, BETO) as other:
            assert "empieza otra vez" in (await send(other, AT, **yes)).text
        for bad in ("", "x.y", "x.00", f"{sealed}00"):
            assert (await send(http, AT, **yes | {"draft": bad})).status_code == 422
        await front.pass_time(16 * 60)
        front.execute(
            "update staff_sessions set confirmed_at = confirmed_at + interval '16 minutes'"
        )
        assert "empieza otra vez" in (await send(http, AT, **yes)).text
        front.execute("update staff_sessions set confirmed_at = confirmed_at - interval '1 day'")
        for answer in (await http.get(f"{AT}?channel=meta"), await send(http, AT, **GUPSHUP)):
            assert answer.headers["location"] == "/account/confirm"
        for query in ("channel=nothing", "connection=nothing"):
            assert (await http.get(f"{AT}?{query}")).status_code == 404
        assert stored(front) == before


async def test_somebody_who_changed_the_business_meanwhile_comes_first(
    open_front_with: Opening,
) -> None:
    async with (
        GupshupDashboard() as server,
        clinic(open_front_with, gupshup_base_url=server.url) as (front, _),
        logged_in(front) as http,
    ):
        sealed = draft((await send(http, AT, **GUPSHUP)).text)
        front.execute("update organizations set address = 'Calle 2' where slug = 'aurora'")
        late = await send(http, AT, channel="gupshup", confirm="1", draft=sealed)
        assert late.status_code == 422
        assert "Alguien cambió el negocio" in late.text
        assert "gupshup-2" not in {row["key"] for row in stored(front)}


@pytest.mark.parametrize("language", ["es", "pt", "en"])
async def test_every_question_of_every_channel_has_words(language: str) -> None:
    channels = load_channels({})
    for name in channel_classes():
        channel = channels[name]
        for question in channel.setup(channel).questions:
            for key in (question.name, f"{question.name}_more"):
                assert texts(language).has(f"console.business.question.{name}.{key}"), (name, key)
