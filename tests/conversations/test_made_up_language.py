"""A fourth language is a folder and nothing else: an organization that has it is served in it, whatever
language its customers write in, from the first greeting to the reminder and the notice for staff."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from agent.texts import load, speaking, texts
from gateway.organizations import commands
from gateway.organizations.loading import loads
from tests.agent.texts.made_up import CODE, MARK, folders
from tests.conversations.reminding import events, later, reminders, statuses
from tests.databases import DEMO, NOW, SECRETS
from tests.front import Front, open_front

PLACE = "Clínica Aurora Lumbre, Carrera 13 # 300-25, local 4, Bogotá"
WORDS = {
    "es": ("Hola, cejas para mañana a las 11", "sí", "¿a qué hora abren el lunes?"),
    "pt": ("Oi, quero sobrancelhas amanhã às 11", "sim", "que horas abrem na segunda?"),
    "en": ("Hi, eyebrows tomorrow at 11 please", "yes please", "what time do you open on Monday?"),
}


@asynccontextmanager
async def speaking_front(url: str, folder: Path, code: str = CODE) -> AsyncIterator[Front]:
    """The demo clinic, whose file says that it speaks the made-up language; its folder, called
    `code`, stands beside those that are shipped."""
    languages = folders(folder / "languages")
    (languages / CODE).rename(languages / code)
    with speaking(load(languages)):
        async with open_front(url, folder / "data", NOW) as front:
            text = (DEMO / "aurora.yaml").read_text("utf-8")
            file = loads(text.replace("\nlanguage: es ", f"\nlanguage: {code} ").encode())
            database = front.container.database
            await commands.apply(database, await commands.plan(database, file, SECRETS.get))
            yield front


def marked(text: str) -> str:
    """`text`, each line of which comes out of the made-up folder or is the business's address."""
    for line in filter(None, text.split("\n")):
        assert MARK in line or line == PLACE, text
    return text


@pytest.mark.parametrize("channel", ["gupshup", "evolution"])
@pytest.mark.parametrize("written", WORDS)
async def test_a_customer_books_and_is_reminded_in_it(
    database_url: str, tmp_path: Path, channel: str, written: str
) -> None:
    wish, yes, question = WORDS[written]
    async with speaking_front(database_url, tmp_path) as front:
        ana = front.customer(channel=channel)
        assert "Soy el asistente virtual" in marked(await ana.say(wish))
        assert "¿A nombre de quién" in marked(await ana.say(yes))
        receipt = marked(await ana.say("Ana Prueba")).split("\n")
        assert receipt[:6] == [
            "✅ *§Cita agendada*",
            "Diseño de cejas §con Camila Rojas",
            "§§sábado 21 de noviembre, §11:00 §a. m.",
            PLACE,
            "§Valor: $45.000",
            "§A nombre de Ana Prueba",
        ]
        assert "§Sí" in (str(ana.options) if channel == "gupshup" else receipt[-2])
        marked(await ana.say(yes))
        assert "§8:00 §a. m." in marked(await ana.say(question))

        asked = marked(await later(ana, "2026-11-20T11:30:00-05:00"))
        assert "§¿Nos confirmas tu cita?" in asked
        assert "§Cita confirmada" in marked(await ana.say(yes))
        reminded = marked(await later(ana, "2026-11-21T08:00:00-05:00"))
        assert "§Te recordamos tu cita:" in reminded

        assert ana.chat["language"] == CODE
        assert statuses(front) == {"diseno-de-cejas": "confirmed"}
        assert reminders(front) == [("confirmation", "sent", None), ("reminder", "sent", None)]
        assert events(front) == [
            ("booked", "customer"),
            ("confirmation_asked", "system"),
            ("confirmed", "customer"),
            ("reminded", "system"),
        ]
        own = "select language from organizations where slug = 'aurora'"
        assert front.rows(own) == [{"language": CODE}]


async def test_moving_and_cancelling_are_told_in_it(database_url: str, tmp_path: Path) -> None:
    async with speaking_front(database_url, tmp_path) as front:
        ana = front.customer()
        for text in ("Hi, I'm Ana Prueba, eyebrows tomorrow at 11 please", "yes", "no thanks"):
            marked(await ana.say(text))
        marked(await ana.say("can I move my appointment to Monday at 4 pm?"))
        assert "*§Cita reprogramada*" in marked(await ana.say("yes"))
        marked(await ana.say("cancel my appointment please"))
        assert "*§Cita cancelada*" in marked(await ana.tap("§Sí"))
        assert front.appointments("aurora") == []


async def test_staff_read_it_too(database_url: str, tmp_path: Path) -> None:
    async with speaking_front(database_url, tmp_path) as front:
        ana = front.customer(channel="evolution")
        staff = front.customer("573000000001")
        await staff.say("hola")
        marked(await ana.say("I want to talk to a person"))
        [notice] = [s for s in front.gupshup.sent if s.destination == staff.phone][1:]
        assert marked(notice.text)


async def test_another_language_is_spoken_when_asked_for_and_left_by_its_name(
    database_url: str, tmp_path: Path
) -> None:
    async with speaking_front(database_url, tmp_path) as front:
        ana = front.customer()
        marked(await ana.say("hello, how are you?"))
        assert "in English then" in await ana.say("can you write in English please?")
        assert ana.chat["language"] == "en"
        assert MARK not in await ana.say("how much is the facial?")
        others = "English, Spanish, Portuguese or Exish"
        assert others in await ana.say("could you write in French please?")
        marked(await ana.say("in Exish please"))
        assert ana.chat["language"] == CODE
        marked(await ana.say("thank you, that is all for today"))


async def test_a_form_of_a_language_that_is_understood_changes_as_that_one_does(
    database_url: str, tmp_path: Path
) -> None:
    """A folder `es-co` beside `es`: who leaves Spanish and comes back is back in the business's own."""
    async with speaking_front(database_url, tmp_path, "es-co") as front:
        ana = front.customer()
        marked(await ana.say("hola, ¿me puedes ayudar?"))
        assert MARK not in await ana.say("hi, I would like an appointment tomorrow")
        assert ana.chat["language"] == "en"
        assert MARK in await ana.say("mejor una limpieza facial para el lunes por favor")
        assert ana.chat["language"] == "es-co"


async def test_a_folder_that_is_gone_costs_nobody_an_answer(
    database_url: str, tmp_path: Path
) -> None:
    async with speaking_front(database_url, tmp_path) as front:
        ana = front.customer()
        marked(await ana.say("eyebrows tomorrow at 11 please"))
        with speaking({code: texts(code) for code in ("en", "es", "pt")}):
            await ana.say("yes")
            assert "Appointment booked" in await ana.say("Ana Prueba")
        assert len(front.appointments("aurora")) == 1
