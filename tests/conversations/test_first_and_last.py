"""The first or the last time there is: one fitting time is proposed, and it is really that."""

import pytest

from tests.conversations.test_options import offered
from tests.front import Front

EARLIEST_MONDAY = "2026-11-23 08:00"


@pytest.mark.parametrize(
    "text",
    [
        "necesito una limpieza facial lo más pronto posible",
        "quiero una limpieza facial, la primera que haya",
        "quiero una limpieza facial el lunes a primera hora",
        "quero uma limpieza facial o mais rápido possível a partir de segunda",
        "quero uma limpieza facial segunda, a primeira vaga que tiver",
        "I want a limpieza facial as soon as possible on Monday",
        "I want a limpieza facial on Monday, the earliest you have",
    ],
)
async def test_the_first_there_is(front: Front, text: str) -> None:
    front.clock.move_to(front.clock.now().replace(hour=23))
    reply = await front.customer().say(text)
    assert "•" not in reply
    [at] = offered(front)
    first = front.rows(
        "select 1 from slot_offers where starts_at < (select max(starts_at) from slot_offers)"
    )
    assert first == []
    assert at in (EARLIEST_MONDAY, "2026-11-21 09:00")


@pytest.mark.parametrize(
    "text",
    [
        "quiero depilación láser el miércoles, lo último del día",
        "quiero depilación láser el miércoles en la tarde, lo más tarde que haya",
        "deme el último campito que tengan el miércoles para depilación láser",
        "quero depilación láser na quarta, o mais tarde que tiver",
        "I want depilación láser on Wednesday, as late as you've got",
    ],
)
async def test_the_last_of_the_day_that_is_asked_for(front: Front, text: str) -> None:
    reply = await front.customer().say(text)
    assert "•" not in reply
    [at] = offered(front)
    assert at == "2026-11-25 18:00"


@pytest.mark.parametrize("text", ["lo último del día", "no, el miércoles, lo último del día"])
async def test_the_last_of_the_day_on_offer(front: Front, text: str) -> None:
    ana = front.customer()
    await ana.say("quiero depilación láser el miércoles en la mañana")
    await ana.say(text)
    assert offered(front) == ["2026-11-25 18:00"]


async def test_the_first_after_an_hour(front: Front) -> None:
    await front.customer().say("quiero un masaje el martes después de las 5, lo más pronto posible")
    assert offered(front) == ["2026-11-24 17:00"]


async def test_the_first_is_kept_until_the_service_is_known(front: Front) -> None:
    ana = front.customer()
    await ana.say("necesito una cita el lunes a primera hora")
    await ana.say("limpieza facial")
    assert offered(front) == [EARLIEST_MONDAY]


async def test_not_the_last_of_the_day(front: Front) -> None:
    reply = await front.customer().say(
        "quiero un masaje el martes, pero que no sea lo último del día"
    )
    assert "•" in reply


async def test_the_first_of_a_closed_day_is_that_of_the_next(front: Front) -> None:
    reply = await front.customer().say("quiero un masaje el domingo lo más temprano posible")
    assert "•" not in reply
    [at] = offered(front)
    assert at[:10] == "2026-11-23"
