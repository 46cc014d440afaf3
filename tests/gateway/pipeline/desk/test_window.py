"""Outside the 24 hours an inbox of WhatsApp takes templates, and inboxes of other kinds have no such hours."""

from typing import Any

import pytest

from tests.databases import NOW
from tests.gateway.pipeline.desk.conftest import OpeningDesk
from tests.gateway.pipeline.desk.played_desk import Desk
from tests.providers import chatwoot

DAY = 24 * 3600
TEMPLATE = {"id": "recordatorio", "params": ["Ana", "mañana"], "language": "pt"}


async def remind(desk: Desk, payload: dict[str, Any]) -> None:
    """The business writes to its only customer by itself."""
    chat = desk.chat()
    await desk.front.container.database.call(
        "outbox_put",
        organization=chat["organization_id"],
        conversation=chat["id"],
        replies=[{"text": "Recordatorio", "payload": payload}],
    )
    await desk.settle()


async def test_after_a_day_a_template_goes_out(desk: Desk) -> None:
    ana = desk.server.conversation()
    await desk.say(ana, "Hola")
    await desk.front.pass_time(DAY)
    await remind(desk, {"template": TEMPLATE})
    [_, sent] = desk.server.sent
    assert sent.content == "Recordatorio", "what people read at the desk"
    assert sent.body["template_params"] == {
        "name": "recordatorio",
        "category": "UTILITY",
        "language": "pt_BR",
        "processed_params": {"1": "Ana", "2": "mañana"},
    }


async def test_before_that_the_words_themselves_do(desk: Desk) -> None:
    await desk.say(desk.server.conversation(), "Hola")
    await remind(desk, {"template": TEMPLATE})
    assert "template_params" not in desk.server.sent[-1].body


async def test_without_a_template_nothing_is_tried_after_a_day(desk: Desk) -> None:
    await desk.say(desk.server.conversation(), "Hola")
    await desk.front.pass_time(DAY)
    await remind(desk, {})
    assert len(desk.server.sent) == 1
    assert desk.messages("outbound")[-1] == ("failed", "Recordatorio")


@pytest.mark.parametrize(
    ("channel", "source", "windowed"),
    [
        ("Channel::WebWidget", "0a1b", False),
        ("Channel::Api", "0a1b", False),
        ("Channel::TwilioSms", "+573005550161", False),
        ("Channel::TwilioSms", "whatsapp:+573005550161", True),
        ("Channel::Whatsapp", "573005550161", True),
    ],
)
async def test_the_inbox_tells_whether_there_are_such_hours(
    desk: Desk, channel: str, source: str, windowed: bool
) -> None:
    ana = desk.server.conversation(channel=channel)
    payload = chatwoot.message(ana, "Hola", at=desk.now)
    payload["conversation"]["contact_inbox"]["source_id"] = source
    await desk.send(payload)
    await desk.listen(ana)
    await desk.front.pass_time(DAY)
    await remind(desk, {})
    assert len(desk.server.sent) == (1 if windowed else 2)


async def test_a_reminder_to_a_customer_who_wrote_days_ago_is_a_template(
    open_desk_with: OpeningDesk,
) -> None:
    """Every other kind of message comes the same way."""
    own = {"confirmation_template": "cita:es_CO", "template_category": "MARKETING"}
    async with open_desk_with(settings=own) as desk:
        ana = desk.server.conversation()
        for words in ("Hola, cejas para el lunes a las 10", "sí", "Ana Pérez", "sí"):
            await desk.say(ana, words)
        day = NOW.replace(day=22, hour=10)
        await desk.front.pass_time((day - desk.front.clock.now()).total_seconds())
        await desk.front.work()
        params = desk.server.sent[-1].body["template_params"]
    assert (params["name"], params["language"], params["category"]) == (
        "cita",
        "es_CO",
        "MARKETING",
    )
    assert any("cejas" in value.lower() for value in params["processed_params"].values())
