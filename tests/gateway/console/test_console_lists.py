"""What the console lists: chats with their marks, what was said and by whom, and a search."""

import re
from datetime import datetime, timedelta

import pytest

from tests.agenda import clients
from tests.gateway.console.conftest import Desk
from tests.gateway.console.test_console_routes import logged_in

AT = datetime.fromisoformat("2026-11-24T15:00:00-05:00")


async def test_a_transcript_says_who_wrote_what(desk: Desk) -> None:
    await desk.call()
    await desk.ana.answer(desk.chat, "Soy Ana", "1")
    await desk.front.work()
    await desk.ana.note(desk.chat, "es alérgica", "1")
    await desk.front.pass_time(60)
    await desk.ana.give_back(desk.chat)
    shown = await desk.beto.transcript(desk.chat)
    assert shown
    assert [(m.by, m.name, m.text) for m in shown.messages] == [
        ("inbound", None, "hola"),
        ("outbound", None, "De acuerdo."),
        ("staff", "Ana Rojas", "Soy Ana"),
    ]
    assert shown.messages[-1].status == "sent"
    assert [(n.name, n.text) for n in shown.notes] == [("Ana Rojas", "es alérgica")]
    assert [(e.what, e.name) for e in shown.events] == [
        ("called", None),
        ("taken", "Ana Rojas"),
        ("given_back", "Ana Rojas"),
    ]
    assert not shown.more


async def test_a_long_transcript_comes_in_pages_and_each_note_once(desk: Desk) -> None:
    for number in range(6):
        await desk.front.pass_time(60)
        await desk.ana.answer(desk.chat, f"palabra {number}", str(number))
        await desk.ana.note(desk.chat, f"nota {number}", str(number))
    call = desk.front.container.database.call
    texts, notes, before = [], [], None
    for _ in range(4):
        page = await call(
            "console_transcript",
            organization=desk.front.organization("aurora"),
            conversation=desk.chat,
            account=desk.beto_id,
            before=before,
            limit=2,
        )
        texts += [m["text"] for m in reversed(page["messages"])]
        notes += [n["text"] for n in reversed(page["notes"])]
        before = page["messages"][0]["seq"]
        assert page["more"] is (len(texts) < 8)
    assert texts == [*(f"palabra {n}" for n in range(5, -1, -1)), "De acuerdo.", "hola"]
    assert notes == [f"nota {n}" for n in range(5, -1, -1)]


async def test_marks_of_a_chat(desk: Desk) -> None:
    [row] = await desk.ana.chats()
    assert (row.customer, row.unread, row.waits, row.person, row.case) == (
        "Marta",
        1,
        False,
        False,
        None,
    )
    assert row.last
    assert row.last.text == "De acuerdo."
    await desk.ana.transcript(desk.chat)
    assert (await desk.ana.chats())[0].unread == 0
    assert (await desk.beto.chats())[0].unread == 1, "each reads for themselves"
    await desk.call()
    assert [r.id for r in await desk.ana.chats("waiting")] == [desk.chat]
    await desk.ana.answer(desk.chat, "Dime", "1")
    [row] = await desk.beto.chats()
    assert (row.waits, row.owner_name) == (False, "Ana Rojas")
    assert await desk.beto.chats("waiting") == []
    assert await desk.beto.chats("mine") == []
    assert [r.id for r in await desk.ana.chats("mine")] == [desk.chat]
    await desk.customer.say("¿me oyes?")
    assert (await desk.beto.chats("waiting"))[0].waits, "who has it owes an answer"


@pytest.mark.parametrize(
    ("search", "matches"),
    [
        ("márta", True),
        ("3005550101", True),
        ("+57 300 555 0101", True),
        ("de acuerdo", True),
        ("%", False),
        ("_ola", False),
        ("hol\\a", False),
        ("pedro", False),
        ("999", False),
    ],
)
async def test_search_by_name_number_and_words(desk: Desk, search: str, matches: bool) -> None:
    rows = await desk.ana.chats(search=search)
    assert [row.customer for row in rows] == (["Marta"] if matches else [])
    assert desk.actions() == [("ana.rojas", "searched")]


async def test_opening_a_chat_is_written_down_and_looking_on_once_in_ten_minutes(
    desk: Desk,
) -> None:
    for _ in range(2):
        await desk.ana.transcript(desk.chat)
    for _ in range(3):
        await desk.ana.transcript(desk.chat, opened=False)
    await desk.front.pass_time(601)
    await desk.ana.transcript(desk.chat, opened=False)
    assert desk.actions() == [("ana.rojas", "read")] * 3
    desk.front.execute("update staff_actions set at = at - interval '366 days'")
    await desk.ana.transcript(desk.chat)
    assert desk.actions() == [("ana.rojas", "read")], "a year is kept"


async def test_the_day_has_who_comes_and_who_did_not_confirm(desk: Desk) -> None:
    front = desk.front
    front.clock.move_to(AT - timedelta(days=1))
    ana, eva, rui = [await client.named() for client in clients(front, 3)]
    booked = await ana.booked("limpieza-facial", "laura", AT - timedelta(hours=4))
    await eva.booked("limpieza-facial", "laura", AT)
    cancelled = await rui.booked("depilacion-laser", "camila", AT)
    await front.container.database.call(
        "appointment_close",
        organization=ana.organization,
        appointment=cancelled,
        status="cancelled",
    )
    front.execute("update appointments set confirmation_asked_at = now() where id = %s", booked)
    assert (await desk.ana.day()).visits == [], "they come tomorrow"
    front.clock.move_to(AT - timedelta(hours=5))
    day = await desk.ana.day()
    assert (day.over, day.ahead, day.unconfirmed) == (0, 2, 1)
    first, second = day.visits
    assert (first.customer, first.local, first.unconfirmed) == (
        "Persona 0",
        "2026-11-24T11:00",
        True,
    )
    assert (second.customer, second.unconfirmed) == ("Persona 1", False)
    front.execute("update appointments set confirmation_asked_at = null where id = %s", booked)
    front.execute(
        "update appointments set confirmation_asked_at = now() where starts_at = %s and status = 'scheduled'",
        AT,
    )
    short = await front.container.database.call(
        "console_day", organization=ana.organization, limit=1
    )
    assert [(v["customer"], v["unconfirmed"]) for v in short["visits"]] == [
        ("Persona 0", False),
        ("Persona 1", True),
    ], "the first of each list, and how many there are"
    front.clock.move_to(AT - timedelta(hours=1))
    day = await desk.ana.day()
    assert (day.over, [visit.customer for visit in day.visits]) == (1, ["Persona 1"])


async def test_today_shows_what_is_free_and_leads_to_a_booking(desk: Desk) -> None:
    """Between appointments, within hours, from now on; nobody who is booked through, and nobody on a day off."""
    front = desk.front
    (eva,) = [await client.named() for client in clients(front, 1)]
    await eva.booked("limpieza-facial", "laura", AT)
    front.clock.move_to(AT - timedelta(minutes=20))
    free = {
        one.name: [(s.begins[11:], s.ends[11:]) for s in one.free] for one in await desk.ana.gaps()
    }
    assert free["Laura Méndez"] == [("16:10", "17:00")], "twenty minutes before are none"
    async with logged_in(front) as http:
        page = (await http.get("/console")).text
        assert "Horas libres hoy" in page
        [link] = re.findall(r'href="(/console/agenda/new[^"]*)"[^>]*><[^>]*>Agendar, Laura', page)[
            -1:
        ]
        form = (await http.get(link.replace("&amp;", "&"))).text
        assert "Laura Méndez" in form
    front.clock.move_to(AT + timedelta(minutes=73))
    [now] = [one for one in await desk.ana.gaps() if one.name == "Laura Méndez"]
    assert [(s.begins[11:], s.first) for s in now.free] == [("16:13", "16:15")], "forms take fives"
    front.clock.move_to(AT + timedelta(hours=8))
    assert await desk.ana.gaps() == []
    async with logged_in(front) as http:
        assert "no queda ninguna hora libre" in (await http.get("/console")).text
