"""A customer never gets the same reply twice, and never a placeholder such as an error text."""

import asyncio

import pytest
from langchain_core.messages import AIMessage

from gateway.pipeline import apologies
from tests.front import Front, beside
from tests.promises.conftest import Opening
from tests.providers.gupshup import Sent
from tests.scripted_model import Line, Pause, ScriptedModel


async def test_promise_4_a_frozen_worker_that_wakes_up_is_fenced_off(
    open_front_with: Opening,
) -> None:
    frozen = Pause("Respuesta del congelado.")
    async with (
        open_front_with(ScriptedModel(play=frozen)) as one,
        beside(one, ScriptedModel(otherwise="Respuesta del otro.")) as two,
    ):
        await one.customer().write("hola")
        await one.pass_time(10.5)
        working = asyncio.create_task(one.work())
        await frozen.reached.wait()
        one.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 minute'")
        await two.container.worker.sweep()
        await two.work()
        assert [s.text for s in one.gupshup.sent] == ["Respuesta del otro."]
        frozen.go.set()
        await working
        await one.settle()
    assert [s.text for s in one.gupshup.sent] == ["Respuesta del otro."]
    turns = one.rows("select status from turns order by token")
    assert [t["status"] for t in turns] == ["lost", "committed"]


async def test_promise_4_a_worker_frozen_after_the_other_began_cannot_commit_either(
    open_front_with: Opening,
) -> None:
    frozen, slow = Pause("A"), Pause("B")
    async with (
        open_front_with(ScriptedModel(play=frozen)) as one,
        beside(one, ScriptedModel(play=slow)) as two,
    ):
        await one.customer().write("hola")
        await one.pass_time(10.5)
        first = asyncio.create_task(one.work())
        await frozen.reached.wait()
        one.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 minute'")
        await two.container.worker.sweep()
        second = asyncio.create_task(two.work())
        await slow.reached.wait()
        frozen.go.set()
        await first
        assert one.gupshup.sent == []
        slow.go.set()
        await second
        await one.settle()
    assert [s.text for s in one.gupshup.sent] == ["B"]


@pytest.mark.parametrize(
    "lines",
    [
        [RuntimeError("the model is down")] * 4,
        [TimeoutError()] * 4,
        [RuntimeError("down"), TimeoutError(), TimeoutError(), ValueError("boom")],
    ],
    ids=["errors", "timeouts", "mixed"],
)
async def test_promise_4_a_model_that_fails_four_times_gives_one_honest_sentence_and_a_person(
    open_front_with: Opening, lines: list[Line]
) -> None:
    async with open_front_with(ScriptedModel(lines=lines, otherwise="No debía llegar.")) as front:
        ana = front.customer()
        await ana.write("hola")
        for _ in range(6):
            await front.settle()
    assert [s.text for s in _to(front, ana.phone)] == [apologies.failed("es", told=True)]
    assert [e["reason"] for e in front.rows("select reason from escalations")] == ["failed"]
    assert len(_to(front, "573000000001")) == 1, "the coordinator was told once"
    assert not front.rows("select * from chat_identities where first_pending_at is not null")


@pytest.mark.parametrize("nothing", ["", "   \n "], ids=["empty", "blank"])
async def test_promise_4_a_model_with_nothing_to_say_is_replaced(
    open_front_with: Opening, nothing: str
) -> None:
    lines = [AIMessage(nothing)] * 3
    async with open_front_with(ScriptedModel(lines=lines, otherwise="No debía llegar.")) as front:
        heard = await front.customer().say("¿Cuánto cuesta la limpieza facial?")
        await front.settle()
    assert "140.000" in heard, "the offline model's answer"
    assert len(front.gupshup.sent) == 1
    assert front.rows("select * from escalations") == []


async def test_promise_4_a_model_that_recovers_answers_and_says_nothing_of_its_errors(
    open_front_with: Opening,
) -> None:
    lines: list[Line] = [RuntimeError("down"), TimeoutError(), "Aquí estoy."]
    async with open_front_with(ScriptedModel(lines=lines)) as front:
        await front.customer().write("hola")
        for _ in range(5):
            await front.settle()
    assert [s.text for s in front.gupshup.sent] == ["Aquí estoy."]
    assert front.rows("select * from escalations") == []


@pytest.mark.parametrize(
    "claim",
    [
        "Listo, tu cita quedó agendada para mañana a las 3.",
        "¡Listo! Ya está reservada tu hora.",
        "Tu cita ha sido cancelada.",
        "Tu cita quedó reprogramada para el jueves.",
        "Pronto, sua consulta ficou marcada para amanhã.",
        "Your appointment is booked for tomorrow.",
    ],
)
async def test_promise_4_a_claim_that_no_tool_made_true_is_withheld(
    open_front_with: Opening, claim: str
) -> None:
    """It goes back to the model once; who says it again is given up for the turn."""
    async with open_front_with(ScriptedModel(lines=[claim, claim])) as front:
        reply = await front.customer().say("quiero una cita mañana")
        [withheld] = front.rows("select body from withheld_replies")
    assert reply
    assert claim not in reply
    assert withheld["body"].count(claim) == 2


async def test_promise_4_two_automata_talking_to_each_other_come_to_an_end(plain: Front) -> None:
    robot = plain.customer()
    for n in range(30):
        await robot.write(f"mensaje automático {n}")
        await plain.settle()
    assert len(plain.gupshup.sent) <= 30 * 10.5 / 300 * 20 + 20
    assert len(plain.gupshup.sent) < 30


def _to(front: Front, phone: str) -> list[Sent]:
    return [s for s in front.gupshup.sent if s.destination == phone]
