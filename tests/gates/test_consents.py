"""A consent is recorded on the customer's own yes to the question for it; a refusal is recorded as one."""

import pytest

from tests.front import Customer, Front
from tests.played import Played, booked, calling

QUESTION = "¿Quieres que te recordemos la cita por WhatsApp?"


def consents(front: Front) -> list[bool]:
    rows = front.rows("select granted from contact_authorizations where kind = 'reminders'")
    return [row["granted"] for row in rows]


async def asked(played: Played, front: Front) -> Customer:
    ana = front.customer()
    await booked(played, ana)
    played.plays(QUESTION)
    await ana.say("gracias")
    return ana


async def records(played: Played, ana: Customer, text: str, *, granted: bool = True) -> str:
    played.plays(calling("record_consent", kind="reminders", granted=granted), "Listo.")
    assert await ana.say(text)
    return str(played.results[-1]["status"])


@pytest.mark.parametrize(
    "text", ["sí", "👍", "sí, pero solo un día antes", "claro, gracias", "sim", "yes please"]
)
async def test_a_yes_to_the_question_is_recorded(played: Played, desk: Front, text: str) -> None:
    ana = await asked(played, desk)
    assert await records(played, ana, text) == "recorded"
    assert consents(desk) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "no quiero recordatorios",
        "no",
        "no gracias",
        "não quero lembretes",
        "don't text me",
        "no me escriban",
    ],
)
async def test_a_no_is_never_recorded_as_a_yes(played: Played, desk: Front, text: str) -> None:
    ana = await asked(played, desk)
    assert await records(played, ana, text) == "refused_by_customer"
    assert consents(desk) == []
    assert await records(played, ana, text, granted=False) == "recorded"
    assert consents(desk) == [False]


@pytest.mark.parametrize(
    "text", ["¿cuánto dura el láser?", "gracias", "sí", "recuérdame por favor"]
)
async def test_nobody_consents_to_what_was_not_asked(
    played: Played, desk: Front, text: str
) -> None:
    ana = desk.customer()
    await booked(played, ana)
    played.plays("Con gusto. ¿Algo más?")
    await ana.say("gracias")
    assert await records(played, ana, text) == "needs_tap"
    assert consents(desk) == []
    assert [title for _, title in ana.options] == ["Sí", "No"]
    played.plays(calling("record_consent", kind="reminders", granted=True), "Listo.")
    await ana.tap("Sí")
    assert consents(desk) == [True]


async def test_reminders_refused_out_of_the_blue_stay_refused(played: Played, desk: Front) -> None:
    ana = desk.customer()
    await booked(played, ana)
    assert await records(played, ana, "no quiero recordatorios") == "refused_by_customer"
    assert consents(desk) == []


async def test_a_tapped_no_is_no_yes_and_a_yes_no_refusal(played: Played, desk: Front) -> None:
    ana = await asked(played, desk)
    assert await records(played, ana, "sí", granted=False) == "refused_by_customer"
    assert consents(desk) == []


async def test_a_kind_that_there_is_not_is_told(played: Played, desk: Front) -> None:
    ana = await asked(played, desk)
    played.plays(calling("record_consent", kind="marketing", granted=True), "Listo.")
    assert await ana.say("sí")
    assert "kind" in played.results[-1]["problems"][0]
    assert consents(desk) == []
