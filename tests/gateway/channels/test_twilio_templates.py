"""Content templates: the request for a confirmation after the 24-hour window, and taps on its buttons."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.channels.connected import Connected, connect
from tests.channels.twilio import TwilioPlayer
from tests.databases import NOW
from tests.providers import twilio

ASK = "HX" + "a" * 32


class Templated(TwilioPlayer):
    """Its connection has a template for requests, whose buttons get their ids or keep their own."""

    button_ids = False

    def connection(self) -> dict[str, Any]:
        settings = {"confirmation_template": ASK, "template_button_ids": self.button_ids}
        return super().connection() | {"settings": settings}


@pytest.fixture(params=[False, True], ids=["buttons keep their ids", "buttons get ids"])
async def asked(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> AsyncIterator[Connected]:
    """Ana has an appointment on Monday at ten, wants reminders, and wrote more than a day ago."""
    player = Templated()
    player.button_ids = request.param
    async with connect(player, database_url, tmp_path) as desk:
        await desk.say("Hola, cejas para el lunes a las 10")
        await desk.say("sí")
        await desk.say("Ana Pérez")
        await desk.say("sí")
        day = NOW.replace(day=22, hour=10)
        await desk.front.pass_time((day - desk.front.clock.now()).total_seconds())
        await desk.front.work()
        yield desk


async def test_a_request_goes_out_as_a_template(asked: Connected) -> None:
    sent = asked.player.received()[-1]
    assert sent.template == ASK
    assert isinstance(asked.player, Templated)
    variables = asked.player.server.sent[-1].variables
    assert variables["3"].startswith("Diseño de cejas")
    ids = [value for name, value in variables.items() if int(name) > 5]
    assert [value.rpartition(":")[2] for value in ids] == (
        ["yes", "no", "move"] if asked.player.button_ids else []
    )


async def test_a_tap_on_its_button_answers_it(asked: Connected) -> None:
    assert isinstance(asked.player, Templated)
    variables = asked.player.server.sent[-1].variables
    payload = variables["6"] if asked.player.button_ids else "the-templates-own-id"
    request = asked.player.received()[-1].id
    tap = twilio.button("Sí", payload, phone=asked.player.phone, reply_to=request)
    [receipt] = await asked.hear(tap)
    assert "Cita confirmada" in receipt.text
    assert [one["status"] for one in asked.front.appointments("aurora")] == ["confirmed"]
