"""A fourth language is *understood* from its folder: Italian, of which no code knows a word, from the
first message to the row, the reminder and the change."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from agent.texts import load, speaking
from gateway.organizations import commands
from gateway.organizations.loading import loads
from tests.agent.texts.italian_folder import CODE, folders
from tests.conversations.reminding import events, later, reminders, statuses
from tests.databases import DEMO, NOW, SECRETS
from tests.front import Front, open_front


def italian(file: str) -> str:
    """The demo clinic's file, in Italian as far as customers name it."""
    file = file.replace("\nlanguage: es ", f"\nlanguage: {CODE} ")
    facial = "name: Pulizia del viso\n    synonyms: [pulizia, pulizia viso, trattamento viso]"
    return re.sub(r"name: Limpieza facial\n    synonyms: .*", facial, file)


@asynccontextmanager
async def italian_front(url: str, folder: Path) -> AsyncIterator[Front]:
    with speaking(load(folders(folder / "languages"))):
        async with open_front(url, folder / "data", NOW) as front:
            file = loads(italian((DEMO / "aurora.yaml").read_text("utf-8")).encode())
            database = front.container.database
            await commands.apply(database, await commands.plan(database, file, SECRETS.get))
            yield front


@pytest.mark.parametrize("channel", ["gupshup", "evolution"])
async def test_a_customer_books_in_italian_and_is_reminded(
    database_url: str, tmp_path: Path, channel: str
) -> None:
    async with italian_front(database_url, tmp_path) as front:
        giulia = front.customer(channel=channel)
        offers = await giulia.say("vorrei prenotare una pulizia del viso domani mattina")
        assert "Per Pulizia del viso ho:" in offers
        assert "sabato 21 novembre, 11:00" in offers
        assert "sabato 21 novembre, 11:00. A nome di chi prenoto?" in await giulia.say("l'ultima")
        receipt = (await giulia.say("Giulia Ferrante")).split("\n")
        assert receipt[:3] == [
            "✅ *Appuntamento prenotato*",
            "Pulizia del viso con Camila Rojas",
            "sabato 21 novembre, 11:00",
        ]
        assert "A nome di Giulia Ferrante" in receipt
        assert "Accetti di ricevere in questa chat i promemoria" in "\n".join(receipt)
        assert "annotato" in await giulia.say("sì, volentieri")

        asked = await later(giulia, "2026-11-20T11:30:00-05:00")
        assert "Ci confermi il tuo appuntamento?" in asked
        assert "Appuntamento confermato" in await giulia.say("sì grazie")
        assert "Ti ricordiamo" in await later(giulia, "2026-11-21T08:00:00-05:00")

        assert giulia.chat["language"] == CODE
        [row] = front.appointments()
        assert (row["name"], row["status"]) == ("Giulia Ferrante", "confirmed")
        assert reminders(front) == [("confirmation", "sent", None), ("reminder", "sent", None)]
        assert ("confirmed", "customer") in events(front)


async def test_what_was_refused_is_not_booked(database_url: str, tmp_path: Path) -> None:
    async with italian_front(database_url, tmp_path) as front:
        anna = front.customer()
        await anna.say("Buonasera, vorrei una pulizia del viso")
        offers = await anna.say("martedì no, meglio mercoledì dopo le 17")
        assert "mercoledì 25 novembre, 17:00" in offers
        assert "martedì" not in offers
        assert "Ho venerdì 27 novembre, 15:00" in await anna.say(
            "anzi venerdì 27 alle tre del pomeriggio"
        )
        for answer in ("non lo so", "no, lascia stare"):
            await anna.say(answer)
            assert front.appointments() == []


async def test_reminders_are_refused_in_italian(database_url: str, tmp_path: Path) -> None:
    async with italian_front(database_url, tmp_path) as front:
        paolo = front.customer()
        for text in (
            "ciao, vorrei prenotare",
            "pulizia del viso",
            "fra tre giorni alle dieci e mezza",
        ):
            await paolo.say(text)
        await paolo.say("sì grazie")
        assert "A nome di Paolo Verdi" in await paolo.say("Sono Paolo Verdi")
        assert "senza promemoria" in await paolo.say("no grazie")
        await later(paolo, "2026-11-23T09:00:00-05:00")
        assert [status for _, status, _ in reminders(front) if status == "sent"] == []
        assert statuses(front) == {"limpieza-facial": "scheduled"}


async def test_moving_and_cancelling(database_url: str, tmp_path: Path) -> None:
    async with italian_front(database_url, tmp_path) as front:
        chiara = front.customer()
        for text in (
            "una pulizia del viso domani alle 15",
            "certo",
            "mi chiamo Chiara Neri",
            "no grazie",
        ):
            await chiara.say(text)
        await chiara.say("devo spostare l'appuntamento a lunedì alle 16")
        assert "*Appuntamento spostato*" in await chiara.say("va bene")
        [row] = front.appointments()
        assert row["local"].isoformat() == "2026-11-23T16:00:00"
        assert "Lo annullo?" in await chiara.say("vorrei annullare il mio appuntamento")
        await chiara.say("no, lascia stare")
        assert len(front.appointments()) == 1
        await chiara.say("vorrei annullare il mio appuntamento")
        assert "*Appuntamento annullato*" in await chiara.say("sì")
        assert front.appointments() == []


async def test_who_writes_italian_to_a_spanish_business_is_answered_in_it(
    database_url: str, tmp_path: Path
) -> None:
    """Where both are spoken the customer's words tell, as between es, pt and en."""
    with speaking(load(folders(tmp_path / "languages"))):
        async with open_front(database_url, tmp_path / "data", NOW) as front:
            giulia, ana = front.customer(), front.customer("573005550188")
            await giulia.say("buongiorno, quanto costa la limpieza facial? vorrei un appuntamento")
            assert giulia.chat["language"] == CODE
            await giulia.say("hola, prefiero seguir en español, gracias, ¿cuánto cuesta?")
            assert giulia.chat["language"] == "es"
            await ana.say("hola, una limpieza facial para mañana por favor")
            assert ana.chat["language"] == "es"
