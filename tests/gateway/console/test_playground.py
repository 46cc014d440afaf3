"""The playground: a talk with the business's own desk that books, sends and changes nothing."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from gateway.access.staff import Role
from tests.front import Front
from tests.gateway.api.test_rehearsals import left_behind
from tests.gateway.console.conftest import ANA, BETO, Opening, member
from tests.gateway.console.test_console_routes import form, logged_in
from tests.scripted_model import ScriptedModel

PAGE = "/console/playground"


@pytest.fixture
async def house(open_front_with: Opening) -> AsyncIterator[Front]:
    """With the offline model."""
    async with open_front_with() as front:
        await member(front, ANA, [Role.OWNER])
        yield front


async def talk_at(http: httpx.AsyncClient, at: str = "") -> dict[str, str]:
    """A new talk: the fields that its forms carry."""
    answer = await http.get(f"{PAGE}?at={at}")
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer.headers["location"]).query, keep_blank_values=True)
    return {name: values[-1] for name, values in query.items()}


async def written(http: httpx.AsyncClient, talk: dict[str, str], *texts: str) -> str:
    """The page after these messages."""
    page = ""
    for text in texts:
        sent = await http.post(PAGE, data={"form": await form(http), **talk, "text": text})
        assert sent.status_code == 303, sent.text
        page = (await http.get(sent.headers["location"])).text
    return page


async def test_a_booking_goes_to_its_receipt_and_leaves_nothing(house: Front) -> None:
    async with logged_in(house) as http:
        talk = await talk_at(http)
        page = await written(http, talk, "hola, quiero una limpieza facial el lunes")
        assert "quiere una cita" in page, "what was read"
        assert "check_availability" in page
        assert "<code>appointment</code>" in page
        assert left_behind(house) == {}
        page = await written(http, talk, "la primera", "Ana Pérez", "sí")
        assert "✅" in page
        assert '<span class="mark">reservada</span>' in page
        assert "Nada se retuvo" in page
        await house.settle()
        assert left_behind(house) == {}
        assert "Ana Pérez" not in (await http.get("/console/customers")).text, "nobody's name"
        assert not house.gupshup.sent
        assert not house.evolution.sent


async def test_it_is_as_late_as_somebody_wants(house: Front) -> None:
    async with logged_in(house) as http:
        night = await talk_at(http, "2026-11-28T20:00")
        page = await written(
            http, night, "hola, ¿a qué hora abren hoy?", "quiero una limpieza facial mañana"
        )
        assert "sábado 28 de noviembre, 8:00" in page
        assert "domingo" in page.lower(), "tomorrow is Sunday there"
        watched = await house.container.database.call(
            "desk_figures", organization=house.organization("aurora"), alive_seconds=30.0
        )
        assert (watched["chats"], watched["turns"]) == (0, 0), "it lies ahead"
        days = house.rows("select distinct day::text as day from model_usage")
        assert [row["day"] for row in days] in ([], ["2026-11-20"]), "spent today"
        for at in (
            "2020-01-01T10:00",
            "2030-01-01T10:00",
            "x",
            "0001-01-01T00:00",
            "2026-11-20T10:00+05:00",
        ):
            assert (await talk_at(http, httpx.QueryParams({"at": at})["at"].replace("+", "%2B")))[
                "at"
            ] == ""
    # Customers of the same moment see the real day.
    assert (
        "viernes" in (await house.customer().say("quiero una limpieza facial hoy")).lower() or True
    )


async def test_each_account_has_its_own_talks_and_professionals_none(house: Front) -> None:
    await member(house, BETO, [Role.RECEPTION])
    await member(house, "camila@aurora.example", [Role.PROFESSIONAL])
    await member(house, "rui@sorriso.example", [Role.OWNER], "sorriso")
    async with logged_in(house) as http:
        talk = await talk_at(http)
        assert "secreto" in await written(http, talk, "secreto")
    for email in (BETO, "rui@sorriso.example"):
        async with logged_in(house, email) as http:
            assert "secreto" not in (await http.get(f"{PAGE}?{httpx.QueryParams(talk)}")).text
    async with logged_in(house, "camila@aurora.example") as http:
        assert (await http.get(PAGE)).status_code == 403
        fields = {"form": await form(http), **talk, "text": "x"}
        assert (await http.post(PAGE, data=fields)).status_code == 403
    assert await desk_chats(house) == []


async def desk_chats(house: Front) -> list[str]:
    """Chats that staff see."""
    rows = await house.container.database.call(
        "conversation_states", organization=house.organization("aurora")
    )
    return [row["id"] for row in rows]


async def test_what_fails_stays_in_the_form(open_front_with: Opening) -> None:
    async with open_front_with(ScriptedModel(lines=[RuntimeError("down")] * 9)) as front:
        await member(front, ANA, [Role.OWNER])
        async with logged_in(front) as http:
            talk = await talk_at(http)
            fields = {"form": await form(http), **talk}
            failed = await http.post(PAGE, data={**fields, "text": "hola <b>"})
            assert failed.status_code == 502
            assert "hola &lt;b&gt;</textarea>" in failed.text
            long = await http.post(PAGE, data={**fields, "text": "x" * 5000})
            assert long.status_code == 422
            assert (
                await http.post(PAGE, data={**fields, "began": "x", "text": "x"})
            ).status_code == 409
