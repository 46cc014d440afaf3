"""Notifications on the devices of staff: who gets them, what they say, and when they end."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from gateway.access import staff_commands
from gateway.access.vault import Vault, vault_of
from gateway.push.keys import PushKeys, rotate_push_keys
from gateway.push.subscriptions import may_reach
from tests.front import Front
from tests.front_fixtures import Opening, open_front_with, plain
from tests.gateway.access.logins import browser
from tests.gateway.console.conftest import ANA, BETO, Desk, desk_of
from tests.gateway.console.test_console_routes import logged_in, send
from tests.providers.push_service import Browser, PushServer
from tests.scripted_model import ScriptedModel

__all__ = ["open_front_with", "plain"]
_KEY, _OTHER_KEY = "k" * 40, "o" * 40
_KEEP = "/console/device/keep"


@dataclass
class Reception:
    """A desk whose staff have browsers that are notified by `service`."""

    desk: Desk
    service: PushServer

    async def subscribe(self, http: httpx.AsyncClient) -> Browser:
        """As the page does it, in the browser of `http`."""
        keys = PushKeys(self.front.container.database, vault_of(self.front.container.settings))
        public = await keys.public(self.front.organization("aurora"))
        assert public is not None
        subscription = self.service.subscribe(public)
        assert (await send(http, _KEEP, **subscription.form)).status_code == 303
        return subscription

    @property
    def front(self) -> Front:
        return self.desk.front

    def subscribed(self) -> list[str]:
        rows = self.front.rows(
            "select split_part(a.email, '@', 1) as who from push_subscriptions s "
            "join staff_accounts a on a.id = s.account_id order by 1"
        )
        return [row["who"] for row in rows]

    async def shown(self) -> list[Any]:
        """What the browsers show once everything that is due was sent."""
        await self.front.work()
        return self.service.shown


@pytest.fixture
async def reception(open_front_with: Opening) -> AsyncIterator[Reception]:
    async with (
        PushServer() as service,
        open_front_with(
            ScriptedModel(), frontdesk_secret_key=SecretStr(_KEY), push_services=service.url
        ) as front,
    ):
        yield Reception(await desk_of(front), service)


async def test_a_call_for_a_person_is_shown_without_a_word_of_the_customer(
    reception: Reception,
) -> None:
    desk = reception.desk
    async with logged_in(desk.front) as ana, logged_in(desk.front, BETO) as beto:
        await reception.subscribe(ana)
        await reception.subscribe(beto)
        await desk.call(summary="quiere saber el precio de su tratamiento")
        await desk.call(summary="y el horario")
        shown = {
            "title": "Clínica Aurora Lumbre",
            "body": "Te espera una persona.",
            "url": f"/console/chats/{desk.chat}",
            "tag": str(desk.chat),
        }
        assert await reception.shown() == [shown, shown], "one for each browser"
    [(_, sent), _] = reception.service.taken
    assert (sent.headers["topic"], sent.headers["urgency"]) == (desk.chat.hex, "high")
    assert desk.front.rows("select 1 from pushes") == []


async def test_who_has_a_chat_hears_of_its_messages_and_nobody_else(reception: Reception) -> None:
    desk = reception.desk
    async with logged_in(desk.front) as ana, logged_in(desk.front, BETO) as beto:
        mine = await reception.subscribe(ana)
        await reception.subscribe(beto)
        await desk.customer.write("¿a qué hora abren?")
        assert await reception.shown() == [], "the assistant has it"
        await desk.ana.take(desk.chat)
        await desk.customer.write("¿hay alguien?")
        await desk.customer.write("¿hola?")
        [shown] = await reception.shown()
        assert (shown["body"], shown["url"]) == (
            "Hay un mensaje nuevo en un chat que tienes.",
            f"/console/chats/{desk.chat}",
        )
        assert reception.service.taken[0][0] is mine


async def test_a_case_that_somebody_took_meanwhile_calls_nobody(reception: Reception) -> None:
    desk = reception.desk
    async with logged_in(desk.front) as ana:
        await reception.subscribe(ana)
        case = await desk.call()
        await desk.beto.take_case(case)
        assert await reception.shown() == []


async def test_a_service_in_trouble_is_asked_again_and_for_an_hour_only(
    reception: Reception,
) -> None:
    desk, service = reception.desk, reception.service
    async with logged_in(desk.front) as ana:
        await reception.subscribe(ana)
        service.answer_next(503)
        service.answer_next(429, headers={"Retry-After": "30"})
        service.drop_next()
        await desk.call()
        assert await reception.shown() == []
        for seconds in (5, 31, 60):
            assert service.shown == []
            await desk.front.pass_time(seconds)
            await desk.front.work()
        assert len(await reception.shown()) == 1
        await send(ana, "/console/device/try")
        service.answer_next(503, times=200)
        tries = len(service.requests)
        for _ in range(16):
            await desk.front.pass_time(301)
            await desk.front.work()
        assert 6 < len(service.requests) - tries < 14
        assert len(await reception.shown()) == 1
        assert desk.front.rows("select 1 from pushes") == []


async def test_a_browser_that_wants_no_more_is_forgotten(reception: Reception) -> None:
    desk, service = reception.desk, reception.service
    async with logged_in(desk.front) as ana:
        await reception.subscribe(ana)
        service.gone.update(service.browsers)
        await desk.call()
        assert await reception.shown() == []
        assert reception.subscribed() == []


async def test_notifications_end_with_the_session_that_somebody_ends(reception: Reception) -> None:
    desk = reception.desk
    async with logged_in(desk.front) as ana, logged_in(desk.front) as elsewhere:
        subscription = await reception.subscribe(ana)
        await reception.subscribe(elsewhere)
        await send(ana, "/logout")
        assert reception.subscribed() == ["ana.rojas"]
        await staff_commands.end_sessions(desk.front.container.database, "aurora", ANA)
        assert reception.subscribed() == []
    async with logged_in(desk.front, BETO) as beto:
        again = await send(beto, _KEEP, **subscription.form)
        assert (again.status_code, reception.subscribed()) == (303, ["beto"])
    kinds = [row["kind"] for row in desk.front.rows("select kind from staff_events")]
    assert kinds.count("push_on") == 3


async def test_who_was_idle_is_called_and_a_closed_account_is_not(reception: Reception) -> None:
    desk = reception.desk
    async with logged_in(desk.front, BETO) as beto:
        await reception.subscribe(beto)
    await desk.front.pass_time(13 * 3600)
    await desk.front.container.database.call("staff_forget", days=365, limit=100)
    assert desk.front.rows("select 1 from staff_sessions") == []
    await desk.call()
    assert len(await reception.shown()) == 1
    await staff_commands.disable(desk.front.container.database, "aurora", BETO)
    assert reception.subscribed() == []


async def test_one_removes_ones_own_browsers_and_nobody_elses(reception: Reception) -> None:
    desk = reception.desk
    async with logged_in(desk.front) as ana, logged_in(desk.front, BETO) as beto:
        await reception.subscribe(ana)
        [row] = desk.front.rows("select id from push_subscriptions")
        path = f"/console/device/{row['id']}/remove"
        assert (await send(beto, path)).status_code == 404
        page = (await ana.get("/console/device")).text
        assert "este navegador" in page
        assert (await send(ana, path)).status_code == 303
        assert reception.subscribed() == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com@evil.example/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com:8080/x",
        "http://fcm.googleapis.com/x",
        "https://169.254.169.254/latest",
        "https://[::1]/x",
        "https://fcm.googleapis.com\\@evil.example/x",
        "https://fcm.googleapis.com/x\r\nHost: evil.example",
        "https://fcm.googleapis.com/" + "x" * 2000,
        "file:///etc/passwd",
        "https://[",
        "",
    ],
)
def test_no_other_address_is_ever_asked(endpoint: str) -> None:
    assert not may_reach(endpoint, ("https://push.example",))


def test_the_services_of_the_browsers_are_and_those_that_the_operator_names() -> None:
    for host in (
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
        "wns2-by3p.notify.windows.com",
    ):
        assert may_reach(f"https://{host}/send/abc", ())
    assert may_reach("https://push.example/x", ("https://push.example",))
    assert not may_reach("https://push.example/x", ())


async def test_what_no_browser_says_is_refused(reception: Reception) -> None:
    keys = PushKeys(
        reception.front.container.database, vault_of(reception.front.container.settings)
    )
    public = await keys.public(reception.front.organization("aurora"))
    good = reception.service.subscribe(str(public)).form
    async with logged_in(reception.front) as ana:
        for wrong in (
            {"endpoint": "https://evil.example/x"},
            {"p256dh": "x" * 87},
            {"p256dh": "é"},
            {"auth": "AAAA"},
            {"auth": ""},
        ):
            assert (await send(ana, _KEEP, **good | wrong)).status_code == 422, wrong
        other = await send(ana, _KEEP, **good | {"public_key": "B" * 87})
        assert other.status_code == 409
    async with browser(reception.front) as nobody:
        assert (await nobody.post(_KEEP, data=good)).headers["location"] == "/login"
    assert reception.subscribed() == []


async def test_without_a_secret_key_it_is_not_offered(plain: Front) -> None:
    desk = await desk_of(plain)
    async with logged_in(desk.front) as ana:
        page = (await ana.get("/console/device")).text
    assert "todavía no ha configurado los avisos" in page
    assert "push-form" not in page


async def test_the_key_is_sealed_anew_and_a_lost_one_is_replaced(reception: Reception) -> None:
    database, aurora = reception.front.container.database, reception.front.organization("aurora")
    async with logged_in(reception.front) as ana:
        await reception.subscribe(ana)
    first = await PushKeys(database, Vault((_KEY,))).public(aurora)
    done = await rotate_push_keys(database, Vault((_OTHER_KEY, _KEY)))
    assert (done.changed, done.unchanged) == (1, 0)
    keys = PushKeys(database, Vault((_OTHER_KEY,)))
    assert (await keys.public(aurora), reception.subscribed()) == (first, ["ana.rojas"])
    lost = PushKeys(database, Vault(("l" * 40,)))
    assert await lost.public(aurora) != first
    assert reception.subscribed() == [], "browsers have to ask anew"
