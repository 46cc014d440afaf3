"""A fourth language is a folder and nothing else: every text that leaves comes out of it.

The whole front desk in it: tests/conversations/test_made_up_language.py. How customers are understood is
another matter (docs/add-a-language.md).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from agent.clock import FixedClock
from agent.context import TurnContext
from agent.data.store import Store
from agent.dialogue import OfflineChatModel
from agent.facts import Prompt
from agent.organization import Organization
from agent.records import OpenSpan
from agent.scheduling.calendar_file import CalendarPart, CalendarVisit, file_name, render_calendar
from agent.scheduling.receipts import render_cancellation, render_receipt
from agent.scheduling.reminder_buttons import answer_options
from agent.scheduling.reminders import render_reminder
from agent.scheduling.staff_notices import credential_notice, escalation_notice
from agent.scheduling.waiting_list_view import waiting_question
from agent.texts import languages, load, speaking
from agent.tool_results import OpeningHours, encode
from agent.tool_views import DayHours
from gateway.access.rendering import Html, language_of
from gateway.organizations.words import default_formality
from gateway.pipeline import apologies
from gateway.pipeline.sending_notices import sending_notice
from gateway.web.assets import load_assets
from graphs.facts import facts_of
from tests import records
from tests.agent.dialogue.dialogue import tool_schema
from tests.agent.texts.made_up import CODE, MARK, folders
from tools.kit.opening_days import hours_label
from tools.kit.reasons import clause, closed_clause

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("America/Bogota"))
TODAY = NOW.date()
ORGANIZATION = Organization(
    id=UUID(int=1), slug="b", name="B", language=CODE, tone="", formality="vos", emoji=False,
    zone=ZoneInfo("America/Bogota"), country="CO", currency="COP", address="A 1", emergency=None,
    notice_minutes=60, horizon_days=30, services=("Masaje",), special_dates={},
    hours={day: ((time(8), time(12)), (time(14), time(19))) for day in range(1, 6)},
)  # fmt: skip
APPOINTMENT = records.appointment(
    ("Masaje", "Mia", "2026-11-24T15:00:00-05:00"),
    price=10, attendee="Lea", contact="Ana", public_token="a" * 32,
)  # fmt: skip


@pytest.fixture(autouse=True)
def made_up(tmp_path: Path) -> Iterator[None]:
    with speaking(load(folders(tmp_path))):
        yield


def context(**changed: Any) -> TurnContext:
    base = TurnContext(
        ORGANIZATION, UUID(int=2), UUID(int=3), cast(Store, None), FixedClock(NOW), CODE, "web"
    )
    return replace(base, **changed)


def marked(text: str, *, times: int = 1) -> str:
    """`text`, which has that many texts of the made-up language in each of its lines."""
    for line in text.split("\n"):
        assert line.count(MARK) >= times or line in {"B, A 1"}, line
    return text


def test_it_is_spoken_when_it_has_a_folder() -> None:
    assert languages() == ("en", "es", "pt", CODE)
    assert language_of("xx-XX, es;q=0.5") == CODE
    assert default_formality(CODE, "AR") == "vos"


def test_a_receipt_and_its_calendar_file() -> None:
    text = render_receipt(
        "booked", APPOINTMENT, organization=ORGANIZATION, language=CODE, today=TODAY,
        public_url="https://x.example",
    )  # fmt: skip
    first, who, when, where, *details = marked(text).split("\n")
    assert (first, who, where) == ("*§Cita agendada*", "Masaje §con Mia", "B, A 1")
    assert when == "§§martes 24 de noviembre, §3:00 §p. m."
    assert [line.split(" ")[0] for line in details] == ["§Valor:", "§A", "§Calendario:"]
    marked(render_cancellation(APPOINTMENT, organization=ORGANIZATION, language=CODE, today=TODAY))
    part = CalendarPart(
        id=UUID(int=1), service="Masaje", member="Mia", status="cancelled", sequence=0,
        modified=NOW, starts_at=NOW, ends_at=NOW,
    )  # fmt: skip
    file = render_calendar(
        CalendarVisit(language=CODE, organization="B", address="", parts=(part,))
    )
    assert "SUMMARY:§Cancelada" in file.decode()
    assert file_name(CODE) == "§cita.ics"


@pytest.mark.parametrize("kind", ["reminder", "confirmation"])
def test_a_reminder_with_its_buttons(kind: str) -> None:
    text = render_reminder(kind, APPOINTMENT, organization=ORGANIZATION, language=CODE, today=TODAY)
    assert marked(text).startswith("§¡Hola, Ana! §")
    assert [option.title for option in answer_options("1", CODE)] == ["§Sí", "§No", "§Mover"]


def test_the_question_of_the_waiting_list() -> None:
    question = records.waiting_question(
        datetime.fromisoformat("2026-11-24T15:00:00-05:00"),
        datetime.fromisoformat("2026-11-23T13:00:00-05:00"),
        ("Masaje", "Mia"),
        name="Ana",
    )
    said = waiting_question(question, organization=ORGANIZATION, language=CODE, now=NOW)
    assert said["text"].startswith("§§Hola, Ana: se liberó una hora para Masaje §con Mia, §el §§")
    assert "¿La querés?" in said["text"], "in the form of address of the organization"
    assert [option["title"] for option in said["payload"]["options"]] == ["§Sí", "§No"]


def test_what_staff_read() -> None:
    for notice in (
        escalation_notice(organization="B", language=CODE, name=None, phone=None, reason="health"),
        credential_notice(organization="B", language=CODE, name="n", channel="web", at="10:00"),
        *(
            sending_notice(
                topic,
                organization="B",
                language=CODE,
                name="n",
                channel="web",
                count=2,
                since="10:00",
                code="404",
            )
            for topic in ("stuck", "works", "given_up")
        ),
    ):
        marked(notice.body)


@pytest.mark.parametrize("reason", ["time_taken", "member_off", "off_grid", "ends_too_late"])
def test_why_a_start_is_refused(reason: str) -> None:
    said = clause(
        reason, CODE, country="CO", today=TODAY, day=TODAY, at=time(15), member="Mia",
        ends=time(13), step=60,
    )  # fmt: skip
    assert marked(said).startswith("§")
    assert closed_clause(ORGANIZATION, date(2026, 11, 22), None, CODE, TODAY) == (
        "§§los domingos no abrimos"
    )


def test_an_apology_and_the_pages() -> None:
    for told in (True, False):
        marked(apologies.failed(CODE, told=told) + "\n" + apologies.done(CODE, told=told))
    marked(apologies.unreachable(CODE) + "\n" + apologies.late(CODE))
    page = Html(CODE, "token", "login").page("login", message="wrong", email="")
    assert '<html lang="xx">' in page
    assert re.findall(r">([^<>\n]*\w[^<>\n]*)<", page) == [
        "§Entrar · frontdesk", "frontdesk", "§Entrar", "§El correo o la contraseña no son correctos.",
        "§Correo electrónico", "§Contraseña", "§Entrar",
    ]  # fmt: skip
    chat = orjson.loads(load_assets()["spoken.js"].content.split(b" = ")[1].rstrip(b";\n"))[CODE]
    assert chat["states"]["no_show"] == "§no asistió"
    assert chat["offers"] == {"one": "§{count} hora ofrecida", "other": "§{count} horas ofrecidas"}


def test_the_hours_and_the_offline_models_replies() -> None:
    told = facts_of(context(), "knowledge")
    assert told.hours == ("§lunes a viernes §8:00 §a. m.–§12:00 §p. m., §2:00 §p. m.–§7:00 §p. m.")
    prompt = Prompt.of("", told)
    marked(_reply([prompt, HumanMessage("hola")]))
    assert _reply([prompt, HumanMessage("¿Qué horario tienen?")]).endswith(told.hours)


def test_a_sentence_on_the_hours_of_a_day() -> None:
    spans = [OpenSpan(opens="08:00", closes="12:00", next=False)]
    hours = hours_label(context(), spans)
    day = DayHours(
        date="2026-11-24", date_to="2026-11-24", label="§§martes 24 de noviembre", state="open",
        hours=hours, why=None, cause=None, today=False, over=False, far=False,
    )  # fmt: skip
    prompt = Prompt.of("", facts_of(context(), "knowledge"))
    question = HumanMessage("¿abren el martes?")
    call = _model("opening_hours").invoke([prompt, question])
    result = ToolMessage(
        encode(OpeningHours(status="ok", days=(day,))),
        tool_call_id=call.tool_calls[0]["id"],
    )
    said = _model("opening_hours").invoke([prompt, question, call, result]).text
    assert "§§martes 24 de noviembre" in said
    assert said.startswith("§")
    assert hours == "§de §8:00 §a. m. a §12:00 §p. m."
    assert hours in said


def _model(*tools: str) -> Any:
    return OfflineChatModel().bind_tools([tool_schema(name) for name in tools])


def _reply(messages: list[BaseMessage]) -> str:
    answer: AIMessage = _model("knowledge_search", "hand_over").invoke(messages)
    return answer.text
