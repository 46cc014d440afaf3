"""A program books through the MCP server, and cannot book what it was not offered, does not hold, or already has."""

import asyncio

import pytest

from gateway.access import api_keys
from tests.front import Front
from tests.front_fixtures import Opening
from tests.gateway.programs.mcp_client import mcp_program


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_search_hold_confirm(plain: Front, mode: str) -> None:
    async with mcp_program(plain, mode=mode) as program:
        tools = {tool.name for tool in (await program.client.list_tools()).tools}
        assert {"list_services", "search_slots", "hold_slot", "confirm_slot"} <= tools
        services = (await program.call("list_services"))["services"]
        assert "Limpieza facial" in {service["name"] for service in services}
        slot = await program.offered()
        held = await program.act("hold_slot", slot=slot)
        assert held["status"] == "held"
        assert (await program.act("confirm_slot", slot=slot))["status"] == "needs_name"
        done = await program.act(
            "confirm_slot", slot=slot, name="Nora Quintero", phone="+57 300 555 0188"
        )
        assert (done["status"], done["appointment"]["service"]) == ("booked", "Limpieza facial")
        [row] = plain.appointments()
        assert (f"{row['local']:%d %H:%M}", str(row["id"])) == (
            "24 15:00",
            done["appointment"]["id"],
        )
        listed = (await program.act("list_appointments"))["appointments"]
        assert [one["id"] for one in listed] == [str(row["id"])]
    [contact] = plain.rows("select name, phone, stated_phone from contacts where name is not null")
    assert contact == {"name": "Nora Quintero", "phone": None, "stated_phone": "573005550188"}


async def test_twice_is_once(plain: Front) -> None:
    async with mcp_program(plain) as program:
        slot = await program.offered()
        await program.act("hold_slot", slot=slot)
        answers = await asyncio.gather(
            *(program.act("confirm_slot", slot=slot, name="Nora") for _ in range(4))
        )
        assert sorted(one["status"] for one in answers) == ["already_booked"] * 3 + ["booked"]
        assert len({one["appointment"]["id"] for one in answers}) == 1
        assert (await program.act("hold_slot", slot=slot))["status"] == "already_booked"
    assert len(plain.appointments()) == 1


async def test_only_what_was_offered_to_this_customer_with_this_key(plain: Front) -> None:
    async with (
        mcp_program(plain) as program,
        mcp_program(plain) as same_business,
        mcp_program(plain, "sorriso") as other_business,
    ):
        slot = await program.offered()
        await program.act("hold_slot", slot=slot)
        for stranger in (program.of("c-2"), same_business, other_business):
            assert (await stranger.act("hold_slot", slot=slot))["status"] == "not_offered"
            tried = await stranger.act("confirm_slot", slot=slot, name="Iris")
            assert tried["status"] == "not_offered"
        never = await program.act("confirm_slot", slot="0" * 20, name="Iris")
        assert never["status"] == "not_offered"
        free = await program.offered("16:30")
        assert (await program.act("confirm_slot", slot=free, name="Iris"))["status"] == "not_held"
        assert plain.appointments() == []
        assert (await program.act("confirm_slot", slot=slot, name="Iris"))["status"] == "booked"
        for stranger in (program.of("c-2"), same_business, other_business):
            assert (await stranger.act("list_appointments"))["appointments"] == []


async def test_a_hold_keeps_others_out_and_ends(plain: Front) -> None:
    async with mcp_program(plain) as program, mcp_program(plain) as other:
        # One start of one member: the other program was offered it before it was held.
        slot = await program.offered(member="Camila")
        theirs = await other.offered(member="Camila")
        first = await program.act("hold_slot", slot=slot)
        assert (await other.act("hold_slot", slot=theirs))["status"] == "taken"
        await plain.pass_time(60)
        assert await program.act("hold_slot", slot=slot) == first  # and no longer than that
        await plain.pass_time(3600)
        assert (await program.act("confirm_slot", slot=slot, name="Iris"))["status"] == "not_held"
        assert (await other.act("hold_slot", slot=theirs))["status"] == "held"
        assert (await program.act("hold_slot", slot=slot))["status"] == "taken"
        assert (await other.act("release_slot"))["status"] == "released"
        assert (await program.act("hold_slot", slot=slot))["status"] == "held"
        await plain.pass_time(25 * 3600)
        assert (await program.act("hold_slot", slot=slot))["status"] == "offer_expired"


async def test_one_key_cannot_hold_the_whole_agenda(plain: Front) -> None:
    async with mcp_program(plain) as program:
        statuses = []
        for number in range(12):
            customer = program.of(f"c-{number}")
            found = await customer.act(
                "search_slots", service="limpieza facial", date_from=f"2026-11-{24 + number // 5}"
            )
            taken = await customer.act("hold_slot", slot=found["slots"][number % 3]["slot"])
            statuses.append(taken["status"])
    assert statuses.count("held") == 10
    assert statuses[-1] == "too_many_holds"


async def test_moving_and_cancelling_what_is_theirs(plain: Front) -> None:
    async with mcp_program(plain) as program:
        slot = await program.offered()
        await program.act("hold_slot", slot=slot)
        booked = await program.act("confirm_slot", slot=slot, name="Nora")
        appointment = booked["appointment"]["id"]
        later = await program.offered("16:30", service=None, appointment=appointment)
        await program.act("hold_slot", slot=later)
        for _ in range(2):
            moved = await program.act("confirm_slot", slot=later)
            assert (moved["status"], moved["appointment"]["id"]) == ("moved", appointment)
        stranger = program.of("c-2")
        assert (await stranger.act("cancel_appointment", appointment=appointment))[
            "status"
        ] == "not_found"
        proposed = await program.act("cancel_appointment", appointment=appointment)
        assert proposed["status"] == "proposed"
        assert f"{plain.appointments()[0]['local']:%H:%M}" == "16:30"
        said_yes = {"proposal": proposed["proposal"]}
        assert (await stranger.act("cancel_appointment", **said_yes))["status"] == "not_found"
        done = await program.act("cancel_appointment", **said_yes)
        assert done["status"] == "cancelled"
        again = await program.act("cancel_appointment", **said_yes)
        assert again["status"] == "already_cancelled"
    assert plain.appointments() == []


async def test_a_call_that_is_wrong_says_what(plain: Front) -> None:
    async with mcp_program(plain) as program:
        wrong = [
            ("hold_slot", {"slot": "x' or true --"}, "slot"),
            ("hold_slot", {}, "slot"),
            ("search_slots", {}, "Say a service"),
            ("search_slots", {"service": "limpieza", "date_from": "mañana"}, "date_from"),
            ("search_slots", {"service": "x" * 5000}, "service"),
            ("search_slots", {"service": "limpieza", "organization": "sorriso"}, "organization"),
            ("confirm_slot", {"slot": "0" * 20, "name": "\u202e", "phone": "no"}, "name"),
            ("cancel_appointment", {}, "Say an appointment"),
        ]
        for tool, arguments, words in wrong:
            assert words in (await program.act(tool, **arguments))["refused"], tool
        assert "customer" in (await program.call("list_appointments"))["refused"]
        unknown = await program.act("search_slots", service="cambio de aceite")
        assert unknown["status"] == "unknown_service"


async def test_who_may_not_call(plain: Front) -> None:
    database = plain.container.database
    reader = await api_keys.create(database, "aurora", "x", ["read", "invoke"], None)
    right = await api_keys.create(database, "aurora", "x", ["mcp"], None)
    operator = "api-key-for-tests"
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accepted = {"Accept": "application/json, text/event-stream"}

    async def status(key: str, **headers: str) -> int:
        sent = {**accepted, "Authorization": f"Bearer {key}", **headers}
        return (await plain.http.post("/mcp", json=call, headers=sent)).status_code

    assert await status("wrong") == 401
    assert await status(reader) == 403
    assert await status(operator) == 403
    assert await status(right) == 200
    assert await status(right, Origin="https://evil.example") == 403
    assert await status(right, Host="evil.example") == 421
    own = {**accepted, "Authorization": f"Bearer {right}"}
    assert (await plain.http.get("/mcp", headers=own)).status_code == 405
    large = await plain.http.post("/mcp", content=b"x" * 70_000, headers=own)
    assert large.status_code == 413
    broken = await plain.http.post(
        "/mcp", content=b"{", headers=own | {"Content-Type": "application/json"}
    )
    assert broken.status_code == 400
    await api_keys.revoke(database, "aurora", api_keys.prefix_of(right))
    assert await status(right) == 401


async def test_a_key_has_its_rate(open_front_with: Opening) -> None:
    async with open_front_with(api_key_rate="3/minute") as front:
        key = await api_keys.create(front.container.database, "aurora", "x", ["mcp"], None)
        asked = {"Accept": "application/json, text/event-stream", "Authorization": f"Bearer {key}"}
        call = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        statuses = [
            (await front.http.post("/mcp", json=call, headers=asked)).status_code for _ in range(4)
        ]
    assert statuses == [200, 200, 200, 429]
