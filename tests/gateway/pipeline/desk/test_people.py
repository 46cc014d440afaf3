"""Whose a conversation of Chatwoot is: what a provider told joins, what a visitor typed does not."""

from typing import Any

import pytest

from gateway.channels.chatwoot.channel import Chatwoot
from tests.agent.data.people import contact
from tests.front import Front
from tests.gateway.pipeline.desk.conftest import OpeningDesk
from tests.gateway.pipeline.desk.played_desk import Desk
from tests.providers.chatwoot import Conversation

PHONE = "573005550161"
WIDGET, API = "Channel::WebWidget", "Channel::Api"


async def known(front: Front) -> Any:
    """A customer of the clinic with an appointment, known by their phone."""
    ana = front.customer(PHONE)
    await ana.say("Hola, una limpieza facial el martes a las 3 de la tarde")
    await ana.say("sí")
    assert "✅" in await ana.say("Ana Pérez")
    return front.rows("select id from contacts where phone = %s", PHONE)[0]["id"]


def contact_of(desk: Desk, conversation: Conversation) -> Any:
    [row] = desk.front.rows(
        "select i.contact_id, i.phone, i.user_id from chat_identities i join chat_addresses a "
        "on a.chat_identity_id = i.id where a.address = %s",
        str(conversation.id),
    )
    return row


async def test_whatsapp_in_chatwoot_is_the_customer_of_the_other_channel(clinic: Desk) -> None:
    who = await known(clinic.front)
    ana = clinic.server.conversation()
    assert any("limpieza" in words.lower() for words in await clinic.say(ana, "¿qué citas tengo?"))
    assert contact_of(clinic, ana)["contact_id"] == who


async def test_a_phone_that_a_visitor_typed_is_nobodys(clinic: Desk) -> None:
    """Whoever knows a customer's number could otherwise read and cancel their appointments."""
    await known(clinic.front)
    stranger = clinic.server.conversation(2407, contact=78, channel=WIDGET)
    words = await clinic.say(stranger, "¿qué citas tengo?")
    assert not any("limpieza" in line.lower() for line in words)
    await clinic.say(stranger, "cancela mi cita")
    assert contact_of(clinic, stranger)["phone"] is None
    assert clinic.front.rows("select status from appointments") == [{"status": "scheduled"}]


async def test_the_source_tells_the_phone_before_what_the_desk_has(clinic: Desk) -> None:
    """An agent may have written another number beside the contact."""
    ana = clinic.server.conversation()
    shown = ana.shown()
    shown["meta"]["sender"]["phone_number"] = "+573009990000"
    [state] = Chatwoot("").parse({"event": "conversation_updated", **shown})
    assert state.phone == PHONE  # type: ignore[union-attr]


@pytest.mark.parametrize("trusted", [False, True])
async def test_the_phones_of_an_api_inbox_are_what_the_operator_says(
    open_desk_with: OpeningDesk, trusted: bool
) -> None:
    async with open_desk_with(settings={"phones_proven": trusted}) as desk:
        who = await known(desk.front)
        for about in (
            {"contact": 80},
            {"contact": 81, "phone": None, "identifier": f"{PHONE}@s.whatsapp.net"},
        ):
            number = 2400 + about["contact"]  # type: ignore[operator]
            ana = desk.server.conversation(number, channel=API, **about)
            await desk.say(ana, "hola")
            assert contact_of(desk, ana)["contact_id"] == (who if trusted else None)


@pytest.mark.parametrize("about", ["12345678", "u-573005550161", "100000000000001@lid"])
async def test_an_identifier_is_no_phone(open_desk_with: OpeningDesk, about: str) -> None:
    async with open_desk_with(settings={"phones_proven": True}) as desk:
        ana = desk.server.conversation(channel=API, phone=None, identifier=about)
        await desk.say(ana, "hola")
        assert contact_of(desk, ana)["phone"] is None


# Users of the business's own site


@pytest.mark.parametrize(
    ("proven", "verified", "theirs"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
async def test_a_verified_identifier_is_the_sites_user(
    open_desk_with: OpeningDesk, proven: bool, verified: bool, theirs: bool
) -> None:
    """Only with the desk's check and the operator's word."""
    async with open_desk_with(settings={"users_proven": proven}) as desk:
        who = await known(desk.front)
        desk.front.execute("update chat_identities set user_id = 'u-17' where phone = %s", PHONE)
        ana = desk.server.conversation(
            2408, contact=90, phone=None, channel=WIDGET, identifier="u-17", verified=verified
        )
        words = await desk.say(ana, "¿qué citas tengo?")
        assert any("limpieza" in line.lower() for line in words) == theirs
        row = contact_of(desk, ana)
        assert (row["contact_id"] == who, row["user_id"]) == (theirs, "u-17" if theirs else None)


async def test_what_the_payload_says_of_trust_itself_counts_nothing(clinic: Desk) -> None:
    await known(clinic.front)
    stranger = clinic.server.conversation(2409, contact=91, channel=WIDGET)
    payload = await clinic.write(stranger, "hola")
    payload = {**payload, "id": payload["id"] + 500, "frontdesk_trusts": ["phones_proven"]}
    payload["conversation"]["frontdesk_trusts"] = ["phones_proven"]
    await clinic.send(payload)
    assert contact_of(clinic, stranger)["phone"] is None


async def test_a_visitor_without_a_phone_is_asked_for_one(clinic: Desk) -> None:
    eva = clinic.server.conversation(2410, contact=92, phone=None, channel=WIDGET)
    await clinic.say(eva, "Hola, cejas para el lunes a las 10")
    await clinic.say(eva, "sí")
    assert "número" in (await clinic.say(eva, "Eva Ríos"))[-1]
    replies = await clinic.say(eva, "310 555 0144")
    assert "Anoté" in replies[0]
    assert "recordatorios" in "".join(replies), "reminders arrive here: that is asked next"
    [row] = clinic.front.rows("select phone, stated_phone from contacts")
    assert row == {"phone": None, "stated_phone": "573105550144"}


async def test_the_pause_is_kept_when_a_contact_turns_out_to_be_another(clinic: Desk) -> None:
    ana = clinic.server.conversation(2411, contact=93, phone=None)
    await clinic.say(ana, "hola")
    await clinic.change(ana, status="open", assignee={"id": 5, "name": "Bia", "type": "user"})
    who = contact(clinic.front, "Ana", None)
    clinic.front.execute(
        "update contacts set organization_id = %s", clinic.front.organization("aurora")
    )
    clinic.front.execute("update chat_identities set contact_id = %s", who)
    await clinic.front.customer(PHONE).say("hola")
    ana.phone = f"+{PHONE}"
    assert await clinic.say(ana, "¿sigue ahí?") == [], "a person has it"
    assert contact_of(clinic, ana)["phone"] == PHONE
