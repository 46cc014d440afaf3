"""A home visit is booked on every channel: the place is asked for as the provider can, and kept."""

from typing import Any

import pytest

from tests.channels.connected import Connected
from tests.channels.player import Location
from tests.channels.test_coming_in import given
from tests.conversations.agenda_rules import change

WISH = "Hola, quiero un masaje relajante para el martes a las 10"
HOME = Location(4.6512, -74.0553, "Casa Prueba", "Calle 70 # 10-15")
WRITTEN = "Cra 15 # 93-47, apto 501"
_PLACES = """
select a.place, a.place_latitude, a.place_longitude, s.key from appointments a join services s on s.id = a.service_id
"""


def places(desk: Connected) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in desk.front.rows(_PLACES)]


async def until_asked(desk: Connected) -> None:
    """A massage at the customer's place is chosen and a name given, so that only the place is missing."""
    change(desk.front, "services", "masaje-relajante", given_at="customer")
    [offer] = await desk.say(WISH)
    await (desk.tap(offer.options[0]) if offer.options else desk.say("sí"))
    [question] = await desk.say("Ana Pérez")
    assert "dirección" in question.text
    assert places(desk) == []


async def test_a_shared_location_ends_in_the_row(desk: Connected) -> None:
    await until_asked(desk)
    question = desk.player.received()[-1]
    about: dict[str, Any] = {"id": desk.new_id(), "at": desk.now, "reply_to": question.id}
    receipt, *_ = await desk.hear(desk.player.location(HOME, **about))
    assert "A domicilio: Casa Prueba, Calle 70 # 10-15" in receipt.text
    assert places(desk) == [("Casa Prueba, Calle 70 # 10-15", 4.6512, -74.0553, "masaje-relajante")]


async def test_a_location_without_a_name_is_a_place(desk: Connected) -> None:
    await until_asked(desk)
    bare = desk.player.location(Location(4.6512, -74.0553), id=desk.new_id(), at=desk.now)
    receipt, *_ = await desk.hear(bare)
    assert "4.6512,-74.0553" in receipt.text
    assert places(desk) == [(None, 4.6512, -74.0553, "masaje-relajante")]


async def test_a_written_address_ends_in_the_row(desk: Connected) -> None:
    await until_asked(desk)
    receipt, *_ = await desk.say(WRITTEN)
    assert f"A domicilio: {WRITTEN}" in receipt.text
    assert places(desk) == [(WRITTEN, None, None, "masaje-relajante")]


async def test_the_question_is_one_message(desk: Connected) -> None:
    await until_asked(desk)
    asking = [one for one in desk.player.received() if "dirección" in one.text]
    assert len(asking) == 1
    requests = given(desk.player.place_requests(), "requests for a location")
    assert requests == asking
    assert [m["payload"].get("asks") for m in desk.messages("outbound")][-1] == "place"


async def test_a_place_that_is_only_confirmed_is_not_requested(desk: Connected) -> None:
    await until_asked(desk)
    await desk.say(WRITTEN)
    before = len(desk.player.place_requests() or ())
    [offer] = await desk.say("Otro masaje relajante el jueves a las 10")
    answer = await (desk.tap(offer.options[0]) if offer.options else desk.say("sí"))
    assert WRITTEN in answer[-1].text
    assert len(desk.player.place_requests() or ()) == before
    await desk.say("sí")
    assert [place for place, *_ in places(desk)] == [WRITTEN, WRITTEN]


@pytest.mark.parametrize("code", [131009, 131051])
async def test_a_refused_request_goes_out_in_words_once(desk: Connected, code: int) -> None:
    given(desk.player.place_requests(), "requests for a location")
    desk.player.refuse_place_requests(code)
    await until_asked(desk)
    assert desk.player.place_requests() == []
    asking = [one for one in desk.player.received() if "dirección" in one.text]
    assert len(asking) == 1
    assert {m["status"] for m in desk.messages("outbound")} == {"sent"}


async def test_a_request_that_fails_later_goes_out_in_words(desk: Connected) -> None:
    given(desk.player.place_requests(), "requests for a location")
    await until_asked(desk)
    failed = desk.player.received()[-1]
    event = desk.player.status(failed.id, "failed", at=desk.now, code=desk.player.final_code)
    assert (await desk.deliver(event)).status_code == 200
    for _ in range(3):
        await desk.front.pass_time(60)
        await desk.front.work()
    again = desk.player.received()[-1]
    assert (again.text, again.id != failed.id) == (failed.text, True)
    assert desk.player.place_requests() == [failed]
    assert desk.messages("outbound")[-1]["status"] == "sent"


async def test_a_location_out_of_nowhere_is_asked_about(desk: Connected) -> None:
    shared = desk.player.location(HOME, id=desk.new_id(), at=desk.now)
    [reply] = await desk.hear(shared)
    assert "ubicación" in reply.text
    assert "Carrera" in reply.text, "where the business is"


async def test_a_shared_contact_is_received(desk: Connected) -> None:
    card = desk.player.card("Rosa Prueba", "+57 310 555 0177", id=desk.new_id(), at=desk.now)
    [reply] = await desk.hear(given(card, "contact cards that are told"))
    assert "Rosa Prueba" in reply.text
    assert "No pude" not in reply.text


async def test_a_shared_contact_is_a_name_where_one_is_asked_for(desk: Connected) -> None:
    [offer] = await desk.say(WISH)
    await (desk.tap(offer.options[0]) if offer.options else desk.say("sí"))
    card = desk.player.card("Rosa Prueba", "+57 310 555 0177", id=desk.new_id(), at=desk.now)
    [reply] = await desk.hear(given(card, "contact cards that are told"))
    assert "a nombre de Rosa Prueba" in reply.text
    await desk.say("sí")
    assert [a["name"] for a in desk.front.appointments("aurora")] == ["Rosa Prueba"]
