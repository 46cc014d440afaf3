"""The receipt's link to the calendar file."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.calendars import events_in
from tests.conversations.checks import check_conversations
from tests.front import Front, open_front

LINK = re.compile(r"^(\w+): https://desk\.example(/calendar/\w+\.ics)$", re.MULTILINE)
FRIDAY = datetime.fromisoformat("2026-11-20T10:00:00-05:00")


@pytest.fixture
async def public(database_url: str, tmp_path: Path) -> AsyncIterator[Front]:
    """A front desk that people reach over the internet."""
    async with open_front(
        database_url, tmp_path, FRIDAY, public_url="https://desk.example/"
    ) as front:
        yield front
        check_conversations(front)


@pytest.mark.parametrize(
    ("tenant", "wish", "name", "word"),
    [
        ("aurora", "Hola, una limpieza facial mañana a las 3 de la tarde", "Ana Pérez", "Calendario"),
        ("sorriso", "Oi, quero marcar uma limpeza para segunda às 15h", "Bia Souza", "Calendário"),
        ("aurora", "Hi, I'd like a relaxing massage on Monday at 3 pm", "Kate Bell", "Calendar"),
    ],
)  # fmt: skip
async def test_the_receipt_leads_to_the_file(
    public: Front, tenant: str, wish: str, name: str, word: str
) -> None:
    customer = public.customer(tenant=tenant)
    await customer.say(wish)
    await customer.say({"Calendario": "sí", "Calendário": "sim"}.get(word, "yes"))
    receipt = await customer.say(name)
    found = LINK.search(receipt)
    assert found, receipt
    assert found[1] == word
    answer = await public.http.get(found[2])
    (event,) = events_in(answer.content)
    [row] = public.appointments(tenant)
    assert event["UID"] == f"{row['id']}@frontdesk"


async def test_a_cancellation_has_none_and_the_file_tells_it(public: Front) -> None:
    ana = public.customer()
    await ana.say("Hola, una limpieza facial mañana a las 3 de la tarde")
    await ana.say("sí")
    receipt = await ana.say("Ana Pérez")
    found = LINK.search(receipt)
    assert found
    await ana.say("no")
    await ana.say("quiero cancelar mi cita")
    told = await ana.say("sí")
    assert "Cita cancelada" in told
    assert "desk.example" not in told
    answer = await public.http.get(found[2])
    (event,) = events_in(answer.content)
    assert event["STATUS"] == "CANCELLED"


async def test_without_an_address_there_is_no_link(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, una limpieza facial mañana a las 3 de la tarde")
    await ana.say("sí")
    receipt = await ana.say("Ana Pérez")
    assert "Cita agendada" in receipt
    assert "http" not in receipt
