"""A request about data and trouble with a payment are never lost, whatever a hosted model makes of them."""

import pytest

from tests.front import Front
from tests.front_fixtures import Opening
from tests.scripted_model import ScriptedModel, call

CASES = "select reason, request, due_on::text as due, summary from escalations order by created_at, reason desc"


@pytest.mark.parametrize(
    ("words", "case", "told"),
    [
        ("Borren mis datos", ("privacy", "erase", "2026-12-11"), "borremos tus datos"),
        ("quiero una copia de mis datos", ("privacy", "copy", "2026-12-04"), "copia"),
        ("me cobraron doble", ("money", None, None), "pago"),
    ],
)
async def test_a_model_that_only_chats(
    open_front_with: Opening, words: str, case: tuple[str | None, ...], told: str
) -> None:
    async with open_front_with(ScriptedModel(lines=["¡Claro! ¿Algo más?"])) as front:
        answer = await front.customer().say(words)
        [row] = front.rows(CASES)
        assert (row["reason"], row["request"], row["due"]) == case
        assert row["summary"] == words
        first, *_ = answer.split("\n")
        assert told in first
        assert "¡Claro! ¿Algo más?" in answer


async def test_a_model_that_calls_for_another_reason(open_front_with: Opening) -> None:
    """The case is in the customer's words, and the tool reads it there."""
    lines = [call("escalate_to_human", reason="complaint", summary="está molesta"), "Listo."]
    async with open_front_with(ScriptedModel(lines=lines, node="escalation")) as front:
        answer = await front.customer().say("¡Ladrones! Borren mis datos")
        [row] = front.rows(CASES)
        assert (row["reason"], row["request"], row["due"]) == ("privacy", "erase", "2026-12-11")
        assert answer == "Listo."


async def test_a_model_that_breaks(open_front_with: Opening) -> None:
    async def broken(_: object) -> str:
        raise RuntimeError("x")

    async with open_front_with(ScriptedModel(play=broken)) as front:
        ana = front.customer()
        for _ in range(6):
            await ana.listen() if ana.heard else await ana.say("Borren mis datos y cancelen todo")
        assert ("privacy", "erase") in {
            (row["reason"], row["request"]) for row in front.rows(CASES)
        }


async def test_nothing_is_opened_twice(open_front_with: Opening) -> None:
    lines = [call("escalate_to_human", reason="privacy", summary="datos"), "Listo.", "Sí."]
    async with open_front_with(ScriptedModel(lines=lines, node="escalation")) as front:
        ana = front.customer()
        await ana.say("Borren mis datos")
        await ana.say("¿ya borraron? borren mis datos")
        assert len(front.rows(CASES)) == 1
        assert len(front.rows("select 1 from notifications")) == 2  # one for each recipient


async def test_who_wants_none_of_it(plain: Front) -> None:
    await plain.customer().say("hola, ¿cuánto cuesta la limpieza?")
    assert plain.rows(CASES) == []
