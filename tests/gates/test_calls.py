"""Calls that a model writes badly are answered to it, and one that goes round in circles is given up."""

from typing import Any

import pytest

from tests.front import Front
from tests.played import SEARCH, Played, booked, calling, calls, rows_of


@pytest.mark.parametrize(
    ("tool", "args", "problem"),
    [
        ("check_availability", {"servicio": "láser"}, "servicio"),
        ("check_availability", {**SEARCH, "dia": "martes"}, "dia"),
        ("resolve_date", {"text": "mañana", "fecha": "2026-11-24"}, "fecha"),
        (
            "book_appointment",
            {"slot": "a", "people": [{"name": "Ana", "phone": "3001234567"}]},
            "phone",
        ),
        ("knowledge_search", {"query": "precio", "keep": False}, "keep"),
        ("check_availability", {"service": "láser", "people": "many"}, "people"),
        ("book_appointment", {}, "slot"),
    ],
)
async def test_arguments_that_there_are_not_are_named(
    played: Played, desk: Front, tool: str, args: dict[str, Any], problem: str
) -> None:
    played.plays(calls((tool, args)), "¿Para qué día?", node="appointment")
    assert await desk.customer().say("Quiero láser") == "¿Para qué día?"
    assert problem in " ".join(played.results[-1]["problems"])


@pytest.mark.parametrize(
    ("args", "status"),
    [
        ({"service": "láser", "date_from": "miércoles"}, "invalid_date"),
        ({"service": "láser", "date_from": "2026-02-30"}, "invalid_date"),
        ({"service": "láser", "time": "25:99"}, "invalid_date"),
        ({"service": "trasplante"}, "unknown_service"),
        ({"service": "láser", "member": "Nadie"}, "unknown_member"),
    ],
)
async def test_a_search_that_cannot_be_made_has_a_hint(
    played: Played, desk: Front, args: dict[str, Any], status: str
) -> None:
    played.plays(calls(("check_availability", args)), "¿Para qué día?", node="appointment")
    assert await desk.customer().say("Quiero láser")
    assert played.results[-1]["status"] == status
    assert played.results[-1]["hint"]


async def test_tools_of_other_nodes_and_none_change_nothing(played: Played, desk: Front) -> None:
    ana = desk.customer()
    row = await booked(played, ana)
    identifier = str(row["id"])
    played.plays(
        calls(
            ("cancel_appointment", {"appointment": identifier}),
            ("reschedule_appointment", {"appointment": identifier}),
            ("list_all_customers", {}),
        ),
        "Atendemos de 8 a 7.",
        node="knowledge",
    )
    assert await ana.say("¿qué horario tienen?") == "Atendemos de 8 a 7."
    assert {result["error"] for result in played.results} == {"there is no such tool"}
    assert rows_of(desk)[0]["local"] == row["local"]


async def test_the_same_call_three_times_ends_with_the_offline_model(
    played: Played, desk: Front
) -> None:
    played.plays(*(calling("list_services") for _ in range(12)), node="appointment")
    heard = await desk.customer().say("Quiero una cita de láser")
    assert heard
    assert heard != played.otherwise
    assert played.left == 9
    trace = desk.rows("select trace from turns")[0]["trace"]
    assert sum(tool["name"] == "list_services" for tool in trace["tools"]) == 2


async def test_calls_that_differ_go_on(played: Played, desk: Front) -> None:
    days = [{**SEARCH, "date_from": f"2026-11-2{n}", "date_to": f"2026-11-2{n}"} for n in (4, 5, 6)]
    played.plays(*(calls(("check_availability", day)) for day in days), "¿Cuál te sirve?")
    assert await desk.customer().say("Quiero láser") == "¿Cuál te sirve?"


async def test_results_are_slim_and_code_has_the_whole(played: Played, desk: Front) -> None:
    ana = desk.customer()
    played.plays(calling("check_availability", **SEARCH), "Tengo varias horas. ¿Cuál?")
    await ana.say("Quiero láser el martes")
    (shown,) = played.results
    assert {frozenset(slot) for slot in shown["slots"]} == {frozenset({"slot", "label", "with"})}
    assert "description" not in shown["service"]
    trace = desk.rows("select trace from turns")[0]["trace"]
    assert {"short", "date", "at"} <= trace["tools"][0]["result"]["slots"][0].keys()
    assert all(title.startswith("mar 24") for _, title in ana.options)
