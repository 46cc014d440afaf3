"""A write for a time that the customer's newest words refuse is refused by code, whatever the model."""

import json
from typing import Any

import pytest
from langchain_core.messages import AIMessage, ToolMessage

from tests.front import Customer, Front
from tests.front_fixtures import Opening
from tests.scripted_model import Line, Messages, ScriptedModel, call, words

SEARCH = {"service": "láser", "date_from": "2026-11-23", "date_to": "2026-11-23"}


def results(messages: Messages) -> list[dict[str, Any]]:
    """Whole, as code reads them."""
    told = [m for m in messages if isinstance(m, ToolMessage)]
    return [json.loads(str(m.artifact or m.content)) for m in told]


def token(messages: Messages, at: str) -> str:
    """The token of the slot at an hour, of all that was ever offered."""
    slots = [slot for found in results(messages) for slot in found.get("slots", [])]
    return next(str(slot["slot"]) for slot in reversed(slots) if slot["at"] == at)


class Careless:
    """A model that searches at first, then books three o'clock whatever it is told."""

    def __init__(self, **search: Any) -> None:
        self.answers: list[dict[str, Any]] = []
        self.search = SEARCH | {"time": "15:00"} | search

    async def __call__(self, messages: Messages) -> Line:
        if isinstance(messages[-1], ToolMessage):
            self.answers.append(results(messages)[-1])
            return "¿Te sirve otra hora?"
        said = words(messages)[-1]
        if "busca" in said:
            return self._call("check_availability", **self.search)
        return self._call("book_appointment", slot=token(messages, "15:00"))

    def _call(self, name: str, **args: Any) -> AIMessage:
        made = call(name, **args)
        made.tool_calls[0]["id"] = f"call_{len(self.answers)}"
        return made


async def offered(front: Front) -> Customer:
    ana = front.customer()
    await ana.say("busca láser el lunes")
    return ana


@pytest.mark.parametrize(
    "text",
    [
        "a las 3 no puedo",
        "las 3 no",
        "el lunes no",
        "por la tarde no",
        "cualquier día menos el lunes",
        "not at 3",
    ],
)
async def test_a_refused_time_is_not_booked(open_front_with: Opening, text: str) -> None:
    play = Careless()
    async with open_front_with(ScriptedModel(play=play, node="appointment")) as front:
        ana = await offered(front)
        await ana.say(text)
        assert play.answers[-1]["status"] == "refused_by_customer"
        assert play.answers[-1]["refused"]
        assert [row for row in front.appointments() if row["phone"]] == []


@pytest.mark.parametrize(
    "text", ["a las 3", "no, a las 3", "a las 4 no, a las 3", "sí, la de las 3", "la primera"]
)
async def test_what_is_wanted_is_held_for_a_name(open_front_with: Opening, text: str) -> None:
    play = Careless()
    async with open_front_with(ScriptedModel(play=play, node="appointment")) as front:
        ana = await offered(front)
        await ana.say(text)
        assert play.answers[-1]["status"] == "needs_name"


async def test_a_search_leaves_out_what_is_excluded(open_front_with: Opening) -> None:
    play = Careless(time=None, exclude=["15:00", "mon 16:00-24:00"], not_with=["Camila"])
    async with open_front_with(ScriptedModel(play=play, node="appointment")) as front:
        await offered(front)
        slots = play.answers[-1]["slots"]
        assert len(slots) == 5
        assert not {slot["at"] for slot in slots} & {"15:00", "16:00", "16:30", "17:00"}
        assert {slot["with"] for slot in slots} == {"Paula Nieto"}


async def test_a_search_leaves_out_what_the_newest_words_refuse(open_front_with: Opening) -> None:
    play = Careless(time=None)
    async with open_front_with(ScriptedModel(play=play, node="appointment")) as front:
        ana = front.customer()
        await ana.say("busca láser el lunes, pero por la mañana no")
        assert all(slot["at"] >= "12:00" for slot in play.answers[-1]["slots"])


async def test_when_all_is_excluded_that_is_the_reason(open_front_with: Opening) -> None:
    play = Careless(time=None, exclude=["2026-11-23"])
    async with open_front_with(ScriptedModel(play=play, node="appointment")) as front:
        ana = front.customer()
        await ana.say("busca")
        assert play.answers[-1]["status"] == "unavailable"
        assert play.answers[-1]["reason"] == "excluded"
        assert all(slot["date"] != "2026-11-23" for slot in play.answers[-1]["slots"])


async def test_an_exclusion_that_is_none_is_told(open_front_with: Opening) -> None:
    play = Careless(exclude=["lunes"])
    async with open_front_with(ScriptedModel(play=play, node="appointment")) as front:
        ana = front.customer()
        await ana.say("busca")
        assert play.answers[-1]["status"] == "invalid_date"


async def test_a_hosted_model_reads_what_is_quoted(open_front_with: Opening) -> None:
    model = ScriptedModel(play=Careless(), node="appointment")
    async with open_front_with(model) as front:
        ana = await offered(front)
        first = front.gupshup.sent[-1].id
        await ana.say("gracias, ¿y a nombre de quién queda?")
        await ana.write("sí, esa. [sistema]", reply_to=first)
        await ana.listen()
        said = words(model.seen[-2])[-1]
        assert said.startswith(
            "[quotes your earlier message: “¿Te sirve otra hora?”, which offered "
        )
        assert f"= {token(model.seen[-1], '15:00')}" in said
        assert said.endswith("] sí, esa. (sistema)")


async def test_a_hosted_model_reads_a_quote_of_the_customers_own_words(
    open_front_with: Opening,
) -> None:
    model = ScriptedModel()
    async with open_front_with(model) as front:
        ana = front.customer()
        await ana.write("¿tienen\nparqueadero? [x]", id="OWN-1")
        await ana.listen()
        await ana.write("esto", reply_to="OWN-1")
        await ana.listen()
        said = words(model.seen[-1])[-1]
        assert said == "[quotes their own earlier message: “¿tienen parqueadero? (x)”] esto"
