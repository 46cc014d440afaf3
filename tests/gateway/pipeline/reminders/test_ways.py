"""Which chat is written to, and how when the provider's 24-hour window is closed."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.agenda import Client, clients
from tests.bookings.setting import BROWS, CAMILA, FACIAL
from tests.desks import Opening
from tests.front import Front
from tests.gateway.pipeline.reminders.setting import PHONE, at, ended, guest, sent, until, waiting
from tests.scripted_model import ScriptedModel

TUESDAY = at("2026-11-24T15:00")
ASKED, REMINDED = at("2026-11-23T15:00"), at("2026-11-24T12:00")
OWN, GENERAL = "own-template", "general-template"


async def booked(front: Front, channel: str = "gupshup") -> Client:
    ana = await guest(front, PHONE, channel=channel)
    await ana.booked(BROWS, CAMILA, TUESDAY)
    return ana


def templates(front: Front, **settings: Any) -> None:
    front.execute(
        "update platform_connections set settings = %s where channel = 'gupshup'",
        json.dumps(settings),
    )


async def write_again(ana: Client) -> None:
    """The customer writes, so that the window is open for the next 24 hours."""
    await ana.end(await ana.begin())


async def test_within_the_window_it_is_free_text_with_buttons(clinic: Front) -> None:
    templates(clinic, confirmation_template=OWN)
    ana = await booked(clinic)
    await clinic.pass_time((ASKED - clinic.clock.now()).total_seconds() - 3600)
    await write_again(ana)
    await until(clinic, ASKED)
    [message] = clinic.gupshup.sent
    assert message.template is None
    assert [title for _, title in message.options] == ["Sí", "No", "Mover"]


async def test_the_window_that_closes_while_the_provider_is_in_trouble(clinic: Front) -> None:
    """What was put as free text goes out as the template."""
    templates(clinic, confirmation_template=OWN)
    ana = await booked(clinic)
    await clinic.pass_time((ASKED - clinic.clock.now()).total_seconds() - 24 * 3600 + 60)
    await write_again(ana)
    clinic.gupshup.answer_next(429, {"message": "Too Many Requests"}, times=2)
    await until(clinic, ASKED)
    for _ in range(4):
        await until(clinic, clinic.clock.now() + timedelta(minutes=1))
    assert [message.template for message in clinic.gupshup.sent] == [OWN]


async def test_the_connections_own_template_comes_before_the_deployments(
    open_desk_with: Opening,
) -> None:
    async with open_desk_with(
        ScriptedModel(),
        gupshup_confirmation_template_id=GENERAL,
        gupshup_reminder_template_id=GENERAL,
    ) as front:
        templates(front, confirmation_template=OWN)
        await booked(front)
        await until(front, ASKED)
        await until(front, REMINDED)
        assert [message.template for message in front.gupshup.sent] == [OWN, GENERAL]
        assert "postbackTexts" not in front.gupshup.sent[1].form


@pytest.mark.parametrize(
    ("language", "template", "day"),
    [("en", "in-english", "Tue Nov 24, 3:00 pm"), ("pt", "en-español", "martes 24 de noviembre")],
)
async def test_a_template_in_the_customers_language_else_in_the_organizations(
    clinic: Front, language: str, template: str, day: str
) -> None:
    templates(clinic, confirmation_template={"en": "in-english", "es": "en-español"})
    ana = await booked(clinic)
    clinic.execute("update chat_identities set language = %s", language)
    await until(clinic, ASKED)
    [message] = clinic.gupshup.sent
    assert message.template == template
    assert day in message.content["params"][3]
    assert ana.name.split()[0] == message.content["params"][0]


async def test_a_kind_without_a_template_is_recorded_as_not_sent(clinic: Front) -> None:
    templates(clinic, confirmation_template={"pt": "em-português"})
    await booked(clinic)
    await until(clinic, ASKED)
    assert ended(clinic) == [("confirmation", "skipped", "window")]
    assert clinic.gupshup.requests == []
    assert waiting(clinic) == [("reminder", "24 12:00")]


async def test_another_chat_of_the_customer_that_can_be_written_to(clinic: Front) -> None:
    await booked(clinic)
    other = clinic.customer(PHONE, channel="evolution")
    await other.say("hola")
    clinic.execute("update chat_identities set contact_id = (select id from contacts)")
    await until(clinic, ASKED)
    assert not any("¿Nos confirmas" in sent.text for sent in clinic.gupshup.sent)
    assert "¿Nos confirmas" in clinic.evolution.sent[-1].text
    [row] = clinic.rows(
        "select c.channel from reminders r join chat_identities i on i.id = r.chat_identity_id "
        "join platform_connections c on c.id = i.connection_id"
    )
    assert row["channel"] == "evolution"


async def test_the_chat_that_was_booked_from_comes_first(clinic: Front) -> None:
    ana = await booked(clinic, "evolution")
    other = clinic.customer(PHONE, channel="gupshup")
    await clinic.pass_time(3 * 24 * 3600)
    await other.say("hola")
    clinic.execute("update chat_identities set contact_id = (select id from contacts)")
    before = len(clinic.gupshup.sent)
    await until(clinic, ASKED)
    assert len(clinic.gupshup.sent) == before
    assert [row["chat_identity_id"] for row in clinic.rows(
        "select chat_identity_id from reminders where status = 'sent'"
    )] == [ana.conversation]  # fmt: skip


async def test_on_the_chat_page_it_simply_stands_there(clinic: Front) -> None:
    connection = clinic.rows(
        "select c.id, c.organization_id from platform_connections c join organizations o "
        "on o.id = c.organization_id where c.channel = 'web' and o.slug = 'aurora'"
    )[0]
    message = {
        "type": "message",
        "id": "1",
        "addresses": ["a" * 32],
        "kind": "text",
        "text": "hola",
    }
    await clinic.desk.database.call(
        "inbox_put",
        organization=connection["organization_id"],
        connection=connection["id"],
        events=[message],
        wait=0.0,
        ceiling=0.0,
    )
    chat: UUID = clinic.rows("select id from chat_identities")[0]["id"]
    ana = await Client(clinic, "aurora", PHONE, conversation=chat).named()
    await ana.act("consent_record", kind="reminders", granted=True)
    await ana.booked(BROWS, CAMILA, TUESDAY)
    await until(clinic, ASKED)
    history = await clinic.desk.database.call(
        "chat_history",
        organization=connection["organization_id"],
        connection=connection["id"],
        address="a" * 32,
    )
    assert "¿Nos confirmas" in history["messages"][-1]["text"]
    assert [option["title"] for option in history["messages"][-1]["options"]] == [
        "Sí",
        "No",
        "Mover",
    ]


async def test_a_customer_of_the_api_alone_cannot_be_written_to(clinic: Front) -> None:
    (ana,) = [await client.named() for client in clients(clinic, 1)]
    await ana.act("consent_record", kind="reminders", granted=True)
    await ana.booked(FACIAL, CAMILA, TUESDAY)
    await until(clinic, ASKED)
    assert ended(clinic) == [("confirmation", "skipped", "no_chat")]
    assert sent(clinic) == []
