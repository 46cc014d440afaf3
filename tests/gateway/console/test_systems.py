"""Other systems in the console: who may see them, a secret that is shown once, tests, switches, what was given up."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from pydantic import SecretStr

from gateway.events.kinds import KINDS
from tests.front import Front
from tests.front_fixtures import Opening, open_front_with
from tests.gateway.access.logins import browser
from tests.gateway.console.conftest import BETO, Desk, desk_of
from tests.gateway.console.test_console_routes import logged_in, send
from tests.providers.event_receiver import EventReceiver
from tests.scripted_model import ScriptedModel

__all__ = ["open_front_with"]
_HERE = "/console/business/systems"


@pytest.fixture
async def desk(open_front_with: Opening) -> AsyncIterator[Desk]:
    async with open_front_with(
        ScriptedModel(), frontdesk_secret_key=SecretStr("k" * 40), events_allow_private=True
    ) as front:
        yield await desk_of(front)


def system_of(front: Front) -> str:
    [row] = front.rows("select id from event_endpoints")
    return f"{_HERE}/{row['id']}"


async def test_an_owner_adds_tries_switches_and_removes_a_system(desk: Desk) -> None:
    front = desk.front
    async with EventReceiver() as crm, logged_in(front) as ana:
        assert "Todavía no hay ninguno" in (await ana.get(_HERE)).text
        added = await send(ana, _HERE, name="  Nuestro  CRM ", url=crm.hook, phone="on")
        [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]+", added.text)
        crm.secret = secret
        assert "Nuestro CRM" in added.text
        assert "whsec_" not in (await ana.get(_HERE)).text, "it is shown once"
        here = system_of(front)
        tried = await send(ana, f"{here}/test")
        assert tried.headers["location"].endswith("?told=tested")
        assert "en camino" in (await ana.get(tried.headers["location"])).text
        await front.work()
        assert crm.kinds == ["test"]
        page = (await ana.get(here)).text
        assert "Funciona" in page
        assert "Entregado" in page
        crm.answer_next(410)
        await send(ana, f"{here}/test")
        await front.work()
        page = (await ana.get(here)).text
        assert "Se apagó porque respondió" in page
        assert "Sin entregar" in page
        assert (await send(ana, f"{here}/resend")).headers["location"].endswith("told=is_off")
        await send(ana, f"{here}/switch", on="1")
        resent = await send(ana, f"{here}/resend")
        assert "1 aviso va otra vez" in (await ana.get(resent.headers["location"])).text
        await front.work()
        assert crm.kinds == ["test", "test"]
        renewed = await send(ana, f"{here}/renew")
        [new] = re.findall(r"whsec_[A-Za-z0-9+/=]+", renewed.text)
        assert new != secret
        assert "La clave anterior vale" in (await ana.get(here)).text
        await send(ana, f"{here}/switch")
        assert "Apagado por el negocio" in (await ana.get(here)).text
        assert (await send(ana, f"{here}/remove")).headers["location"] == _HERE
        assert (await ana.get(here)).status_code == 404
    parts = front.rows("select distinct part from staff_actions where action = 'business'")
    assert [row["part"] for row in parts] == ["systems"]


async def test_an_owner_chooses_what_a_system_is_told_of(desk: Desk) -> None:
    front = desk.front
    url = "http://127.0.0.1:9/hook"

    def kinds() -> list[str]:
        [row] = front.rows("select kinds from event_endpoints")
        return list(row["kinds"])

    async with logged_in(front) as ana:
        none = await send(ana, _HERE, name="CRM", url=url, kinds="1")
        assert (none.status_code, "marca al menos una cosa" in none.text) == (422, True)
        two = {"kind.block.created": "on", "kind.appointment.created": "on"}
        await send(ana, _HERE, name="CRM", url=url, kinds="1", **two)
        assert kinds() == ["appointment.created", "block.created"]
        here = system_of(front)
        page = (await ana.get(here)).text
        assert 'name="kind.block.created" checked' in page
        assert 'name="kind.appointment.moved" checked' not in page
        assert (await send(ana, f"{here}/kinds", kinds="1")).headers["location"].endswith("no_kind")
        unknown = {"kind.appointment.eaten": "on"}
        assert (await send(ana, f"{here}/kinds", kinds="1", **unknown)).status_code == 404
        assert kinds() == ["appointment.created", "block.created"]
        every = {f"kind.{kind}": "on" for kind in KINDS}
        done = await send(ana, f"{here}/kinds", kinds="1", **every)
        assert "recibe lo marcado" in (await ana.get(done.headers["location"])).text
        assert kinds() == [], "all of them are also those that come later"
        assert "Recibe todo" in (await ana.get(here)).text


async def test_one_event_that_was_given_up_is_sent_again(desk: Desk) -> None:
    front = desk.front
    async with EventReceiver() as crm, logged_in(front) as ana:
        added = await send(ana, _HERE, name="CRM", url=crm.hook)
        [crm.secret] = re.findall(r"whsec_[A-Za-z0-9+/=]+", added.text)
        here = system_of(front)
        for _ in range(2):
            await send(ana, f"{here}/test")
        await front.work()
        sent = len(crm.kinds)
        front.execute("update event_deliveries set status = 'failed', done_at = frontdesk.now()")
        page = (await ana.get(here)).text
        first, second = re.findall(r'name="delivery" value="([0-9a-f-]{36})"', page)
        again = await send(ana, f"{here}/resend", delivery=first)
        assert "1 aviso va otra vez" in (await ana.get(again.headers["location"])).text
        await front.work()
        assert len(crm.kinds) == sent + 1
        [left] = front.rows("select id from event_deliveries where status = 'failed'")
        assert str(left["id"]) == second
        for nothing in ("x", str(uuid4())):
            answer = await send(ana, f"{here}/resend", delivery=nothing)
            assert answer.status_code == 404 or answer.headers["location"].endswith("resent=0")
        [left] = front.rows("select id from event_deliveries where status = 'failed'")
        assert str(left["id"]) == second


async def test_reception_and_strangers_neither_see_nor_change_them(desk: Desk) -> None:
    front = desk.front
    async with logged_in(front) as ana:
        await send(ana, _HERE, name="CRM", url="http://127.0.0.1:9/hook")
    here = system_of(front)
    async with logged_in(front, BETO) as beto:
        assert (await beto.get(_HERE)).status_code == 403
        assert (await beto.get(here)).status_code == 403
        assert (await send(beto, _HERE, name="x", url="http://127.0.0.1:9/")).status_code == 403
        for act in ("test", "switch", "kinds", "renew", "resend", "remove"):
            assert (await send(beto, f"{here}/{act}")).status_code == 403
    async with browser(front) as nobody:
        assert (await nobody.get(_HERE)).headers["location"] == "/login"
    assert len(front.rows("select 1 from event_endpoints where off_at is null")) == 1


async def test_what_cannot_be_kept_is_refused_with_its_reason(desk: Desk) -> None:
    async with logged_in(desk.front) as ana:
        for name, url in (("", "http://127.0.0.1/"), ("CRM", "ftp://x.example/"), ("x" * 81, "")):
            answer = await send(ana, _HERE, name=name, url=url)
            assert (answer.status_code, "https://" in answer.text) == (422, True)
        for n in range(5):
            assert (await send(ana, _HERE, name=f"CRM {n}", url="http://127.0.0.1/")).is_success
        assert "hasta cinco" in (await send(ana, _HERE, name="CRM 6", url="http://127.0.0.1/")).text
        assert (await ana.get(f"{_HERE}/{uuid4()}")).status_code == 404
        assert (await ana.get(f"{_HERE}/x")).status_code == 404


async def test_another_business_has_none_of_them(desk: Desk) -> None:
    front = desk.front
    async with logged_in(front) as ana:
        await send(ana, _HERE, name="CRM", url="http://127.0.0.1:9/hook")
        here = system_of(front)
        front.execute(
            "update event_endpoints set organization_id = "
            "(select id from organizations where slug = 'sorriso')"
        )
        assert (await ana.get(here)).status_code == 404
        for act in ("test", "switch", "kinds", "renew", "resend", "remove"):
            assert (await send(ana, f"{here}/{act}")).status_code == 404
    assert len(front.rows("select 1 from event_endpoints where off_at is null")) == 1
