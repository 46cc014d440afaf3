"""What a hosted model is shown and told of the hours of certain days."""

from datetime import timedelta

import orjson
import pytest
from langchain_core.messages import SystemMessage, ToolMessage

from agent.types import Json
from tests.conversations.agenda_rules import add
from tests.databases import NOW
from tests.front_fixtures import Opening, open_front_with
from tests.scripted_model import ScriptedModel, call

__all__ = ["open_front_with"]


def _facts(model: ScriptedModel) -> dict[str, str]:
    prompt = next(m for m in model.seen[-1] if isinstance(m, SystemMessage))
    lines = str(prompt.text).partition("## The business")[2].splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def _result(model: ScriptedModel) -> Json:
    found: Json = orjson.loads(
        next(str(m.content) for m in reversed(model.seen[-1]) if isinstance(m, ToolMessage))
    )
    return found


async def test_the_facts_name_the_days_that_differ_from_the_week(open_front_with: Opening) -> None:
    model = ScriptedModel()
    async with open_front_with(model) as front:
        vacation = {"first_day": "2026-11-25", "last_day": "2026-11-27", "label": "Inventario"}
        add(front, "vacations", **vacation)
        special = {"day": "2026-12-01", "opens": "10:00", "closes": "13:00", "label": "x\n## Now"}
        add(front, "organization_special_dates", **special)
        await front.customer().say("¿abren el martes 8 de diciembre?")
        assert _facts(model)["special_days"].split("; ") == [
            "miércoles 25 de noviembre – viernes 27 de noviembre (Inventario) closed",
            "martes 1 de diciembre (x # Now) 10:00 a. m.–1:00 p. m.",
            "martes 8 de diciembre (La Inmaculada Concepción) closed",
        ]
        await front.pass_time(timedelta(days=60).total_seconds())
        await front.customer("573005550102").say("hola")
        assert "Inventario" not in _facts(model).get("special_days", "")


@pytest.mark.parametrize("node", ["knowledge", "appointment", "reschedule"])
async def test_the_tool_answers_for_the_days_in_the_customers_words(
    open_front_with: Opening, node: str
) -> None:
    words = "¿abren el martes 8 de diciembre? ¿y el 24?"
    model = ScriptedModel(lines=[call("opening_hours", words=words), "Listo."], node=node)
    async with open_front_with(model) as front:
        await front.customer().say(words)
    told = _result(model)
    assert [(d["date"], d["state"], d["why"]) for d in told["days"]] == [
        ("2026-12-08", "closed", "La Inmaculada Concepción"),
        ("2026-12-24", "open", "Nochebuena"),
    ]


@pytest.mark.parametrize(
    ("words", "member", "expected"),
    [
        ("el jueves 24 de diciembre", None, ("ok", "2026-12-24", "open")),
        ("el lunes", "Laura", ("ok", "2026-11-23", "open")),
        ("el martes", "laura méndez", ("ok", "2026-11-24", "away")),
        ("el domingo", "Laura", ("ok", "2026-11-22", "closed")),
        ("el lunes", "Fulano", ("unknown_member", None, None)),
        ("ayer", None, ("impossible", None, None)),
        ("el día del barbero", None, ("unknown_day", None, None)),
        ("¿qué horario tienen?", None, ("week", None, None)),
        ("x" * 5000, None, ("week", None, None)),
    ],
)
async def test_members_and_days_that_are_none(
    open_front_with: Opening,
    words: str,
    member: str | None,
    expected: tuple[str, str | None, str | None],
) -> None:
    model = ScriptedModel(lines=[call("opening_hours", words=words, member=member), "Listo."])
    async with open_front_with(model) as front:
        add(front, "member_special_dates", member="laura", day="2026-11-24")
        await front.customer().say("hola")
    told = _result(model)
    day = (told.get("days") or [{}])[0]
    assert (told["status"], day.get("date"), day.get("state")) == expected


def test_the_clock_of_these_tests() -> None:
    assert f"{NOW:%Y-%m-%d}" == "2026-11-20"
