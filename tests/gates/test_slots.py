"""Only a time that the customer was shown and chose is booked or moved to, whatever a model calls."""

from typing import Any

import pytest

from tests.front import Customer, Front
from tests.played import (
    SEARCH,
    Played,
    PlayedLine,
    booked,
    calling,
    rows_of,
    slot_at,
    slots_of,
)
from tests.scripted_model import Line, Messages

ONE = "Tengo martes 24 de noviembre, 8:00 a. m. ¿La reservo?"


def two(messages: Messages) -> Line:
    """Offers the first and the last of what was found."""
    first, *_, last = slots_of(messages)
    return f"Tengo {first} y {last}. ¿Cuál prefieres?"


def books(hour: str, **args: Any) -> Any:
    def line(messages: Messages) -> Line:
        return calling("book_appointment", slot=slot_at(messages, hour), **args)

    return line


async def shown(played: Played, front: Front, offer: PlayedLine) -> Customer:
    """A customer who was shown some of the times that were found."""
    ana = front.customer()
    played.plays(calling("check_availability", **SEARCH), offer, node="appointment")
    await ana.say("Quiero láser el martes")
    return ana


async def answers(played: Played, ana: Customer, text: str, hour: str) -> str:
    """The status of the booking that the model takes the words for; the customer is answered."""
    played.plays(books(hour), "Como digas.", node="appointment")
    assert await ana.say(text)
    assert not played.left
    return str(played.results[-1]["status"])


async def hours_found(played: Played) -> list[str]:
    return [slot["label"] for result in played.results for slot in result.get("slots", ())]


async def test_of_five_found_only_what_was_shown_is_booked(played: Played, desk: Front) -> None:
    ana = await shown(played, desk, ONE)
    assert [title for _, title in ana.options] == ["mar 24, 8:00 a. m."]
    found = [label for label in await hours_found(played) if "8:00" not in label]
    other = found[-1].rpartition(", ")[2]
    assert await answers(played, ana, "sí, la de las 8", other) == "not_shown"
    assert played.results[-1]["hint"]
    assert rows_of(desk) == []
    assert await answers(played, ana, "sí, la de las 8", "8:00 a. m.") == "needs_name"


@pytest.mark.parametrize(
    "text", ["sí, la de las 8", "la primera", "a las 8", "às 8", "the one at 8", "las 8 porfa"]
)
async def test_words_for_one_time_never_book_another(
    played: Played, desk: Front, text: str
) -> None:
    ana = await shown(played, desk, two)
    wrong = next(title for _, title in ana.options if "8:00" not in title).rpartition(", ")[2]
    assert await answers(played, ana, text, wrong) == "refused_by_customer"
    assert await answers(played, ana, text, "8:00 a. m.") == "needs_name"


@pytest.mark.parametrize("text", ["¿cuánto cuesta?", "sí", "hmm", "déjame pensarlo"])
async def test_what_chooses_none_of_several_asks_for_a_tap(
    played: Played, desk: Front, text: str
) -> None:
    ana = await shown(played, desk, two)
    assert await answers(played, ana, text, "8:00 a. m.") == "needs_tap"
    assert [title for _, title in ana.options] == ["mar 24, 8:00 a. m."]
    played.plays(books("8:00 a. m."), "¿A nombre de quién?")
    await ana.tap("8:00")
    assert played.results[-1]["status"] == "needs_name"
    played.plays(
        calling("resolve_contact_on_booking", name="Ana Pérez"),
        books("8:00 a. m."),
        "Te esperamos.",
    )
    assert "Cita agendada" in await ana.say("Ana Pérez")


@pytest.mark.parametrize(
    "text", ["no", "no gracias", "ninguna me sirve", "ya no quiero, gracias", "mañana te digo"]
)
async def test_a_no_books_nothing(played: Played, desk: Front, text: str) -> None:
    ana = await shown(played, desk, ONE)
    assert await answers(played, ana, text, "8:00 a. m.") in ("refused_by_customer", "needs_tap")
    assert rows_of(desk) == []


async def test_what_was_chosen_before_the_name_stays_chosen(played: Played, desk: Front) -> None:
    ana = await shown(played, desk, two)
    assert await answers(played, ana, "la de las 8", "8:00 a. m.") == "needs_name"
    played.plays("Claro, 40 minutos. ¿A nombre de quién la dejo?")
    await ana.say("¿cuánto dura?")
    played.plays(
        calling("resolve_contact_on_booking", name="Ana Pérez"),
        books("8:00 a. m."),
        "Te esperamos.",
    )
    assert "Cita agendada" in await ana.say("Ana Pérez")


@pytest.mark.parametrize(
    "slot", ["abc123", "martes 24 de noviembre, 8:00 a. m.", "", "\x00", "0" * 20]
)
async def test_invented_slots_are_not_offered(played: Played, desk: Front, slot: str) -> None:
    ana = await shown(played, desk, ONE)
    played.plays(calling("book_appointment", slot=slot), "No pude.")
    assert await ana.say("sí") == "No pude."
    result = played.results[-1]
    assert result.get("status") == "not_offered" or result["error"]
    assert rows_of(desk) == []


async def test_search_and_booking_in_one_turn_book_nothing(played: Played, desk: Front) -> None:
    ana = desk.customer()
    played.plays(
        calling("check_availability", **SEARCH), books("8:00 a. m."), ONE, node="appointment"
    )
    await ana.say("resérvame láser el martes a las 8 ya")
    assert played.results[-1]["status"] == "choose_first"
    assert rows_of(desk) == []


async def offered_a_move(played: Played, ana: Customer, row: dict[str, Any]) -> dict[str, Any]:
    """The appointment may move to half past two; the arguments of the call that does it."""
    moved = {"appointment": str(row["id"])}
    when = {"date_from": "2026-11-25", "date_to": "2026-11-25", "time": "10:00"}
    offer = "Se puede miércoles 25 de noviembre, 10:00 a. m. ¿La paso?"
    played.plays(calling("check_availability", **moved, **when), offer, node="reschedule")
    await ana.say("¿la puedo pasar al miércoles a las 10?")
    return moved | {"slot": ana.options[0][0]}


@pytest.mark.parametrize("text", ["sí", "sí, el miércoles a las 10", "dale", "👍"])
async def test_a_move_is_made_on_a_yes(played: Played, desk: Front, text: str) -> None:
    ana = desk.customer()
    move = await offered_a_move(played, ana, await booked(played, ana))
    played.plays(calling("reschedule_appointment", **move), "Hecho.")
    assert "Cita reprogramada" in await ana.say(text)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("no, déjala como está", "refused_by_customer"),
        ("no", "refused_by_customer"),
        ("el jueves mejor", "refused_by_customer"),
        ("¿y cuánto dura?", "needs_tap"),
        ("a las 11", "refused_by_customer"),
        ("sí, pero más tarde", "needs_tap"),
    ],
)
async def test_a_move_is_not_made_on_anything_else(
    played: Played, desk: Front, text: str, status: str
) -> None:
    ana = desk.customer()
    row = await booked(played, ana)
    move = await offered_a_move(played, ana, row)
    played.plays(calling("reschedule_appointment", **move), "De acuerdo.")
    assert await ana.say(text)
    assert played.results[-1]["status"] == status
    assert rows_of(desk)[0]["local"] == row["local"]
    if status == "needs_tap":
        played.plays(calling("reschedule_appointment", **move), "Hecho.")
        assert "Cita reprogramada" in await ana.tap(ana.options[0][1])


async def test_the_button_that_leaves_it_there_moves_nothing(played: Played, desk: Front) -> None:
    ana = desk.customer()
    row = await booked(played, ana)
    move = await offered_a_move(played, ana, row)
    played.plays(calling("reschedule_appointment", **move), "De acuerdo.")
    await ana.tap(ana.options[1][1])
    assert played.results[-1]["status"] == "refused_by_customer"
    assert rows_of(desk)[0]["local"] == row["local"]
