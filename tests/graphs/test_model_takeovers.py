"""Another model goes on where one stopped: a fallback, the offline model, and back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.hosted import (
    APPOINTMENT,
    KNOWLEDGE,
    OFFER,
    SEARCH,
    down,
    failing,
    hosted_front,
    offered,
    slow,
    statuses,
    trace,
)
from tests.protocols.gemini import GeminiServer
from tests.protocols.openai import OpenAIServer, Play, cut, malformed, refusal


async def test_the_fallback_model_goes_on_where_the_main_one_stopped(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path, openai_fallback_models="gpt-4.1-mini") as (
        openai,
        front,
    ):
        ana = front.customer()
        openai.plays(APPOINTMENT, SEARCH)
        openai.answer_next_after(1, status=500, times=2)
        openai.plays(OFFER)
        assert OFFER in await ana.say("Quiero láser mañana a las 3")
        assert [row["model"] for row in trace(front)["models"]] == [
            "openai:gpt-5-mini",
            "openai:gpt-4.1-mini",
        ]


async def test_a_fallback_of_another_provider_ends_what_the_main_model_began(
    database_url: str, tmp_path: Path
) -> None:
    name = "google_genai:gemini-2.5-flash"
    async with (
        GeminiServer() as gemini,
        hosted_front(
            database_url,
            tmp_path,
            openai_fallback_models=name,
            gemini_api_key=SecretStr(gemini.api_key),
            gemini_base_url=gemini.url,
        ) as (openai, front),
    ):
        ana = front.customer()
        slot = await offered(openai, ana)
        down(openai)
        gemini.plays_call("book_appointment", {"slot": slot})
        gemini.plays("¿A nombre de quién?")
        assert await ana.tap("3:00") == "¿A nombre de quién?"
        gemini.plays_call("resolve_contact_on_booking", {"name": "Ana Pérez"})
        gemini.plays_call("book_appointment", {"slot": slot})
        gemini.plays("¡Te esperamos!")
        heard = await ana.say("Ana Pérez")
        assert heard.count("Cita agendada") == 1
        assert "¡Te esperamos!" in heard
        assert {row["model"] for row in trace(front)["models"]} == {name}
        assert slot in str(gemini.asked[0]["contents"]), "it sees what the other one offered"
        openai.recover()
        front.clock.advance(61)
        openai.plays(KNOWLEDGE, "Con gusto.")
        assert await ana.say("gracias") == "Con gusto."


# The offline model takes over in the middle


async def test_a_time_that_a_hosted_model_offered_is_booked_by_the_offline_one(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        await offered(openai, ana)
        down(openai)
        await ana.say("sí")
        heard = await ana.say("Ana Pérez")
        assert heard.count("Cita agendada") == 1
        assert [str(a["local"]) for a in front.appointments()] == ["2026-11-21 15:00:00"]


async def test_a_yes_to_what_nobody_showed_books_nothing(database_url: str, tmp_path: Path) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.plays(APPOINTMENT, SEARCH, "¿Te sirve por la tarde?")
        await ana.say("Quiero láser mañana a las 3")
        down(openai)
        await ana.say("sí")
        assert front.appointments() == []
        assert set(statuses(front)) == {"committed"}


async def test_an_older_question_of_the_offline_model_waits_no_longer(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.drop_next(times=2)
        assert "?" in await ana.say("Quiero láser mañana a las 3")
        openai.plays(KNOWLEDGE, "¿Quieres que te cuente de los precios?")
        await ana.say("¿duele mucho?")
        down(openai)
        await ana.say("sí")
        await ana.say("Ana Pérez")
        assert front.appointments() == [], "the yes was for the prices"


async def test_a_thread_that_is_rebuilt_from_messages_knows_who_spoke(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.drop_next(times=2)
        assert "?" in await ana.say("Quiero láser mañana a las 3")
        openai.plays(KNOWLEDGE, "¿Quieres que te cuente de los precios?")
        await ana.say("¿duele mucho?")
        front.execute("update chat_identities set checkpoint_id = null")
        down(openai)
        await ana.say("sí")
        await ana.say("Ana Pérez")
        assert front.appointments() == []


def then(fault: Callable[[OpenAIServer], None]) -> Callable[[OpenAIServer], None]:
    """Two usual answers, and then the fault."""

    def play(openai: OpenAIServer) -> None:
        openai.usual_next(2)
        fault(openai)

    return play


def unusable(openai: OpenAIServer) -> None:
    openai.plays(cut("Tu cita quedó"), malformed("book_appointment", '{"slot": "'), "")


def declines(openai: OpenAIServer) -> None:
    openai.plays(refusal())


@pytest.mark.parametrize(
    ("breaks", "says"),
    [
        (then(failing), "Cita agendada"),
        (then(down), "Cita agendada"),
        (then(slow), "Cita agendada"),
        (unusable, "Cita agendada"),
        (declines, "Ya le avisé a una persona"),
    ],
)
async def test_what_the_hosted_model_booked_is_neither_denied_nor_done_again(
    database_url: str, tmp_path: Path, breaks: Callable[[OpenAIServer], None], says: str
) -> None:
    async with hosted_front(database_url, tmp_path, model_timeout_seconds=2) as (openai, front):
        ana = front.customer(name="Ana Pérez")
        slot = await offered(openai, ana)
        openai.plays(
            ("resolve_contact_on_booking", {"name": "Ana Pérez"}),
            ("book_appointment", {"slot": slot}),
        )
        breaks(openai)
        heard = await ana.tap("3:00")
        assert heard.count("Cita agendada") == 1
        assert says in heard
        assert "servicio" not in heard.split("\n")[-1]
        assert "no logré" not in heard
        assert len(front.appointments()) == 1
        assert front.rows("select count(*) as n from appointments")[0]["n"] == 1
        assert set(statuses(front)) == {"committed"}
        openai.recover()
        down(openai)
        await ana.say("sí")
        assert len(front.appointments()) == 1


async def test_the_hosted_model_reads_what_the_offline_one_said(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer()
        openai.drop_next(times=2)
        await ana.say("¿Cuánto cuesta la limpieza facial?")
        openai.plays(KNOWLEDGE, "Queda en Bogotá.")
        await ana.say("¿Dónde quedan?")
        shown = openai.asked[-1]["messages"]
        assert "140.000" in str(shown), "what was said"
        assert not [m for m in shown if m["role"] == "tool"], "and no traffic of tools"
        assert [m["role"] for m in shown[-2:]] == ["user", "system"]


async def test_a_turn_that_broke_after_it_booked_is_repeated_and_tells_of_one_booking(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer(name="Ana Pérez")
        slot = await offered(openai, ana)
        booking: list[Play] = [
            ("resolve_contact_on_booking", {"name": "Ana Pérez"}),
            ("book_appointment", {"slot": slot}),
        ]
        front.execute("alter function knowledge_search rename to elsewhere")
        openai.plays(*booking, ("knowledge_search", {"query": "llegar antes"}))
        assert await ana.tap("3:00") == ""
        assert len(front.appointments()) == 1
        front.execute("alter function elsewhere rename to knowledge_search")
        openai.plays(*booking, "¡Te esperamos!")
        heard = await ana.listen()
        assert heard.count("Cita agendada") == 1
        assert "¡Te esperamos!" in heard
        assert statuses(front) == ["committed", "lost", "committed"]
        assert front.rows("select count(*) as n from appointments")[0]["n"] == 1


async def test_what_the_hosted_model_cancelled_before_it_fell_silent(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        ana = front.customer(name="Ana Pérez")
        slot = await offered(openai, ana)
        openai.plays(
            ("resolve_contact_on_booking", {"name": "Ana Pérez"}),
            ("book_appointment", {"slot": slot}),
            "¡Te esperamos!",
        )
        await ana.tap("3:00")
        openai.plays(
            ("Route", {"node": "cancellation", "reason": ""}),
            ("cancel_appointment", {}),
            "¿Cancelo la cita?",
        )
        await ana.say("Cancélala")
        proposal = ana.options[0][0].removesuffix(":yes")
        openai.plays(("cancel_appointment", {"proposal": proposal}))
        openai.answer_next_after(1, status=500, times=9)
        heard = await ana.tap("Sí")
        assert "cancelada" in heard.lower()
        assert "agendada" not in heard.lower()
        assert front.appointments() == []
        assert set(statuses(front)) == {"committed"}
