"""Nothing of another customer is readable or changeable: every function, called with foreign ids."""

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.agenda import Client, clients
from tests.front import Front
from tests.promises.tenants import (
    AT,
    booked_by,
    everything,
    first_key,
    notification_of,
    offered_to,
    waits_for,
)


async def test_promise_6_ids_of_others_are_answered_like_ids_that_do_not_exist(
    plain: Front,
) -> None:
    ana, eva = [await client.named() for client in clients(plain, 2)]
    (rui,) = [await client.named() for client in clients(plain, 1, "sorriso")]
    await ana.booked("limpieza-facial", "laura", AT)
    for other, service, member in ((eva, "depilacion-laser", "camila"), (rui, None, None)):
        appointment = await booked_by(other, service, member)
        slot = await offered_to(other, service, member)
        proposal = (await other.act("appointment_cancel", appointment=appointment))["proposal"]
        waits = waits_for(plain, other)
        before = everything(plain, other)
        for function, args in (
            ("appointment_cancel", {"appointment": appointment}),
            ("appointment_cancel", {"proposal": proposal}),
            ("appointment_confirm", {"appointment": appointment}),
            ("appointment_move", {"appointment": appointment, "slot": slot}),
            ("appointment_move", {"proposal": proposal}),
            ("appointment_book", {"slot": slot}),
            ("waiting_leave", {"entry": waits}),
        ):
            missing = {k: uuid4() if isinstance(v, UUID) else "no-such" for k, v in args.items()}
            answer = await ana.act(function, **args)
            assert answer == await ana.act(function, **missing), function
            assert set(answer) == {"status"}, function
            assert answer["status"] in ("not_found", "not_offered"), function
        assert everything(plain, other) == before


async def test_promise_6_a_foreign_conversation_is_answered_like_one_that_does_not_exist(
    plain: Front,
) -> None:
    (ana,) = [await client.named() for client in clients(plain, 1)]
    (rui,) = [await client.named() for client in clients(plain, 1, "sorriso")]
    appointment = await booked_by(rui, None, None)
    waits = waits_for(plain, rui)
    await rui.act("consent_record", kind="reminders", granted=True)
    reminder = plain.rows("select id from reminders")[0]["id"]
    begun = await rui.begin()
    turn, message = UUID(begun["turn"]), UUID(begun["messages"][0]["id"])
    notification = await notification_of(rui, turn)
    case = plain.rows("select escalation_id as id from notifications where id = %s", notification)[
        0
    ]["id"]
    before = everything(plain, rui)
    own = UUID((await ana.begin())["turn"])
    staff = await staff_of(plain, ana)
    rui_contact = plain.rows(
        "select contact_id as id from chat_identities where id = %s", rui.conversation
    )[0]["id"]
    calls: list[tuple[str, dict[str, Any]]] = [
        ("turn_begin", {}),
        ("turn_abandon", {"turn": turn}),
        ("turn_wake", {}),
        ("conversation_history", {}),
        ("handoff_set", {"by": "person"}),
        ("outbox_claim", {}),
        ("outbox_put", {"replies": [{"text": "x", "payload": {}}]}),
        ("chat_facts", {}),
        ("chat_inspect", {}),
        ("appointments_upcoming", {}),
        ("contact_resolve", {"name": "Otra"}),
        ("stated_phone_set", {"phone": "573005550188"}),
        ("place_note", {"text": "Calle 1 # 2-3"}),
        ("consent_record", {"turn": own, "kind": "reminders", "granted": True}),
        (
            "escalation_open",
            {"turn": own, "reason": "asked", "summary": "", "body": "x", "params": []},
        ),
        ("invoke_put", {"contact": None, "phone": None, "message": "x"}),
        ("appointment_cancel", {"turn": own, "appointment": appointment}),
        ("appointment_move", {"turn": own, "appointment": appointment, "slot": "x"}),
        ("appointment_confirm", {"turn": own, "appointment": appointment}),
        (
            "attendees_correct",
            {
                "turn": own,
                "whose": [{"appointment": str(appointment), "name": "Otra", "relation": "other"}],
            },
        ),
        ("appointment_book", {"turn": own, "slot": "x"}),
        ("waiting_leave", {"turn": own, "entry": waits}),
        ("waiting_join", {"turn": own, **foreign_wish(rui)}),
        ("assessment_done", {"service": rui.key("services", first_key(plain, "services"))}),
        ("chat_take", {"account": staff}),
        ("chat_answer", {"account": staff, "text": "x", "key": "x"}),
        ("chat_note", {"account": staff, "text": "x", "key": "x"}),
        ("chat_give_back", {"account": staff}),
        ("console_chat", {}),
        ("console_transcript", {"account": staff}),
        ("console_file", {"account": staff, "message": message}),
        ("console_turn", {"account": staff, "turn": turn}),
    ]
    ours = everything(plain, ana)
    for function, args in calls:
        answer = await call_for(ana, rui.conversation, function, args)
        if function != "invoke_put":  # a free id becomes a chat of one's own
            assert answer == await call_for(ana, uuid4(), function, args), function
        assert str(rui.phone) not in str(answer)
        assert everything(plain, rui) == before, function
    assert everything(plain, ana) == ours
    further: tuple[tuple[str, dict[str, Any]], ...] = (
        ("media_get", {"message": message}),
        ("media_put", {"message": message, "result": {"state": "failed"}}),
        ("media_text_put", {"message": message, "reading": {"state": "unread", "reason": "x"}}),
        ("answer_of", {"message": message}),
        ("notice_facts", {"message": message}),
        ("outbox_settle", {"message": message, "attempt": 0, "status": "sent"}),
        *customers_of(staff, rui.conversation),
        *customers_of(staff, rui_contact),
        ("escalation_take", {"escalation": case, "account": staff}),
        ("escalation_close", {"escalation": case, "account": staff}),
        ("notice_claim", {"notification": notification}),
        ("notice_settle", {"notification": notification, "attempt": 0, "status": "sent"}),
        ("waiting_ask", {"entry": waits, "slot": "x", "replies": []}),
        ("reminder_take", {"reminder": reminder}),
        ("reminder_skip", {"reminder": reminder, "reason": "window"}),
        (
            "reminder_put",
            {
                "reminder": reminder,
                "chat": rui.conversation,
                "appointment": {"id": str(appointment)},
                "text": "x",
                "payload": {},
            },
        ),
    )
    for function, args in further:
        missing = {k: uuid4() if isinstance(v, UUID) else v for k, v in args.items()}
        database = plain.container.database
        answer = await database.call(function, organization=ana.organization, **args)
        same = await database.call(function, organization=ana.organization, **missing)
        assert answer == same, function
    assert everything(plain, rui) == before


async def test_promise_6_a_turn_of_another_conversation_cannot_be_ended(plain: Front) -> None:
    ana, eva = clients(plain, 2)
    mine, theirs = await ana.begin(), await eva.begin()
    done = await ana.end({**mine, "turn": theirs["turn"]})
    assert done == {"status": "fenced"}
    done = await ana.end({"turn": theirs["turn"], "token": 999})
    assert done == {"status": "fenced"}
    assert (await eva.end(theirs))["status"] == "committed"


async def test_promise_6_a_foreign_chat_page_key_shows_nothing(plain: Front) -> None:
    mine = plain.rows(
        "select c.id, c.organization_id from platform_connections c join organizations o "
        "on o.id = c.organization_id where c.channel = 'gupshup' order by o.slug"
    )
    await plain.customer("573005550101").write("secreto")
    history = await plain.container.database.call(
        "chat_history",
        organization=mine[1]["organization_id"],
        connection=mine[0]["id"],
        address="573005550101",
    )
    assert history == {"conversation": None, "typing": False, "messages": []}


async def test_promise_6_without_an_organization_no_function_runs(plain: Front) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        await plain.container.database.call("services_list", organization=None)


def customers_of(staff: UUID, customer: UUID) -> list[tuple[str, dict[str, Any]]]:
    """What staff do with somebody else's customer."""
    one = {"account": staff, "customer": customer, "key": "x"}
    looked: dict[str, Any] = {"account": staff, "customer": customer}
    return [
        ("console_customer", looked),
        ("customer_export", looked),
        ("customer_erasure", looked),
        ("customer_rename", {**one, "name": "Otra"}),
        ("customer_note", {**one, "text": "x", "internal": True}),
        ("customer_note_remove", {**looked, "note": customer}),
        ("customer_consent", {**one, "kind": "news", "granted": True, "source": "x"}),
        ("customers_compare", {**looked, "other": customer}),
        ("customers_merge", {**one, "other": customer, "digest": "x"}),
        ("customer_erase", {**one, "typed": "x", "cancel": True, "notice": "x"}),
        ("canned_answer_remove", {"account": staff, "answer": customer}),
    ]


def foreign_wish(client: Client) -> dict[str, Any]:
    service = client.key("services", first_key(client.front, "services"))
    return {"services": [str(service)], "from": AT.date(), "to": AT.date()}


async def staff_of(front: Front, client: Client) -> UUID:
    """An open account of the client's organization."""
    account = await front.container.database.call(
        "staff_put",
        organization=client.organization,
        email=f"staff@{client.tenant}.example",
        roles=["owner"],
    )
    return UUID(account)


async def call_for(client: Client, conversation: UUID, function: str, args: dict[str, Any]) -> Any:
    return await client.front.container.database.call(
        function, organization=client.organization, conversation=conversation, **args
    )
