"""A turn that fails before it has begun ends like any other: in one honest sentence, and a person."""

from typing import Any
from uuid import uuid4

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from gateway.pipeline import apologies
from gateway.pipeline.turns import MOST_LOST
from tests.front import API_KEY, Customer, Front
from tests.front_fixtures import Opening
from tests.scripted_model import ScriptedModel, call

DEEP = "[" * 3000 + "1" + "]" * 3000
"""JSON that PostgreSQL stores and no reader of ours takes."""
SORRY = {language: apologies.failed(language, told=True) for language in ("es", "pt", "en")}


async def unreadable(front: Front, customer: Customer, words: str = "hola") -> None:
    """A message as an older release could have stored it: its turn cannot even be read."""
    await customer.write(words)
    front.execute(
        "update chat_messages set payload = jsonb_build_object('details', %s::text::jsonb) "
        "where status = 'pending'",
        DEEP,
    )


async def all_tries(front: Front) -> None:
    for _ in range(6):
        await front.settle()


def sent(front: Front, customer: Customer) -> list[str]:
    return [s.text for s in front.gupshup.sent if s.destination == customer.phone]


async def test_a_message_that_cannot_be_read_is_apologized_for_and_a_person_called(
    open_front_with: Opening,
) -> None:
    model = ScriptedModel()
    async with open_front_with(model) as front:
        ana = front.customer()
        await unreadable(front, ana)
        await all_tries(front)
        assert sent(front, ana) == [SORRY["es"]]
        assert [e["reason"] for e in front.rows("select reason from escalations")] == ["failed"]
        assert front.rows("select status from chat_messages where direction = 'inbound'") == [
            {"status": "handled"}
        ]
        # What cannot be read was begun all the same; the bare one takes its place.
        turns = front.rows("select status from turns order by token")
        assert [turn["status"] for turn in turns] == ["lost", "failed"]
        assert not front.rows(
            "select 1 from procrastinate.procrastinate_jobs where status = 'failed'"
        )
        assert model.seen == []
        assert await ana.say("hola") == "De acuerdo."
        assert await ana.say("gracias") == "De acuerdo."
    assert sent(front, ana)[0] == SORRY["es"]


@pytest.mark.parametrize(
    ("language", "words"), [("pt", "Oi, quero marcar uma limpeza"), ("en", "Hi, I'd like to book")]
)
async def test_the_sentence_is_in_the_customers_language(
    open_front_with: Opening, language: str, words: str
) -> None:
    async with open_front_with(ScriptedModel()) as front:
        ana = front.customer()
        await ana.say(words)
        await unreadable(front, ana)
        await all_tries(front)
        assert sent(front, ana)[-1] == SORRY[language]


async def test_a_card_with_4000_digits_that_is_stored_already_is_read(
    open_front_with: Opening,
) -> None:
    async with open_front_with(ScriptedModel()) as front:
        ana = front.customer()
        await ana.write("hola")
        front.execute(
            "update chat_messages set kind = 'contact', body = '', "
            "payload = jsonb_build_object('details', jsonb_build_object('n', repeat('9', 4000)::numeric))"
        )
        assert await ana.listen() == "De acuerdo."


async def test_an_unreadable_message_does_not_poison_a_thread_that_is_rebuilt(
    open_front_with: Opening,
) -> None:
    async with open_front_with(ScriptedModel()) as front:
        ana = front.customer()
        await ana.say("uno")
        await unreadable(front, ana)
        await all_tries(front)
        await ana.say("dos")
        front.execute("delete from checkpoints.checkpoints")
        assert await ana.say("tres") == "De acuerdo."


SPOILED = {
    "bytes that are no message": "update checkpoints.checkpoint_blobs set blob = '\\xc1c1c1' where blob is not null",
    "a kind that nobody knows": "update checkpoints.checkpoint_blobs set type = 'pickled'",
    "a checkpoint that is a list": "update checkpoints.checkpoints set checkpoint = '[1]'",
    "a checkpoint without values": "update checkpoints.checkpoints set checkpoint = '{}'",
    "deep": f"update checkpoints.checkpoints set checkpoint = '{DEEP}'",
}


@pytest.mark.parametrize("statement", SPOILED.values(), ids=SPOILED.keys())
async def test_a_checkpoint_that_cannot_be_read_is_rebuilt_from_the_messages(
    open_front_with: Opening, statement: str
) -> None:
    model = ScriptedModel()
    async with open_front_with(model) as front:
        ana = front.customer()
        await ana.say("uno")
        front.execute(statement)
        await ana.write("dos")
        await all_tries(front)
        assert sent(front, ana) == ["De acuerdo."] * 2
        said = [str(m.text) for m in model.seen[-1] if isinstance(m, HumanMessage)]
        assert said == ["uno", "dos"]
        assert await ana.say("tres") == "De acuerdo."
        assert front.rows("select * from escalations") == []


async def test_a_thread_on_which_the_graph_fails_is_rebuilt(open_front_with: Opening) -> None:
    """Its checkpoint decodes, and is no state that a node can go on from."""
    async with open_front_with(ScriptedModel()) as front:
        ana = front.customer()
        await ana.say("uno")
        # `path` is the newest list; a number in its place breaks the first node.
        front.execute(
            "update checkpoints.checkpoint_blobs set type = 'msgpack', blob = '\\x07' "
            "where channel = 'messages'"
        )
        await ana.write("dos")
        await all_tries(front)
        assert sent(front, ana) == ["De acuerdo."] * 2
        assert await ana.say("tres") == "De acuerdo."


async def test_a_turn_that_kills_whoever_runs_it_is_given_up(open_front_with: Opening) -> None:
    model = ScriptedModel()
    async with open_front_with(model) as front:
        ana = front.customer()
        await ana.write("hola")
        front.execute(
            "insert into turns (organization_id, chat_identity_id, token, status, message_ids, started_at) "
            "select m.organization_id, m.chat_identity_id, n, 'lost', array[m.id], frontdesk.now() "
            f"from chat_messages m, generate_series(1, {MOST_LOST}) n"
        )
        await front.settle()
        assert sent(front, ana) == [SORRY["es"]]
        assert model.seen == []
        assert await ana.say("hola") == "De acuerdo."


async def test_what_fails_in_the_end_of_a_turn_ends_it_too(open_front_with: Opening) -> None:
    """A reply that the database refuses, whatever the model makes of it."""
    async with open_front_with(ScriptedModel()) as front:
        front.execute(
            "create function refuse() returns trigger language plpgsql as 'begin "
            "if new.body = ''De acuerdo.'' then raise division_by_zero; end if; return new; end'; "
            "create trigger refuse before insert on chat_messages for each row execute function refuse()"
        )
        ana = front.customer()
        await ana.write("hola")
        await all_tries(front)
        assert sent(front, ana) == [SORRY["es"]]
        assert not front.rows("select 1 from chat_identities where first_pending_at is not null")


@pytest.mark.parametrize(
    "refused",
    [
        "insert on turns for each row",
        "update on chat_identities for each row when (new.first_pending_at is not null)",
    ],
    ids=["the turn's row", "the chat's row"],
)
async def test_a_turn_that_cannot_even_be_begun_ends_too(
    open_front_with: Opening, refused: str
) -> None:
    """What its beginning writes is refused, in every form of it and in every try."""
    async with open_front_with(ScriptedModel()) as front:
        ana = front.customer()
        await ana.write("hola")
        front.execute(
            "create function refuse() returns trigger language plpgsql as 'begin raise division_by_zero; end'; "
            f"create trigger refuse before {refused} execute function refuse()"
        )
        await all_tries(front)
        assert sent(front, ana) == [SORRY["es"]]
        assert [e["reason"] for e in front.rows("select reason from escalations")] == ["failed"]
        assert not front.rows("select 1 from chat_identities where first_pending_at is not null")
        front.execute("drop function refuse() cascade")
        assert await ana.say("hola") == "De acuerdo."


async def test_invoke_ends_too(open_front_with: Opening) -> None:
    async with open_front_with(ScriptedModel(lines=[KeyError("bug")] * 9)) as front:
        about: dict[str, Any] = {
            "organizationId": str(front.organization("aurora")),
            "chatIdentityId": str(uuid4()),
        }

        async def ask(message: str) -> Any:
            headers = {"Authorization": f"Bearer {API_KEY}"}
            return await front.http.post(
                "/invoke", json=about | {"message": message}, headers=headers
            )

        statuses = [(await ask("hola")).status_code for _ in range(3)]
        assert statuses == [500] * 3
        assert (await ask("hola")).json()["response"] == SORRY["es"]


async def test_invoke_of_an_unreadable_message_is_answered_at_once(
    open_front_with: Opening,
) -> None:
    async with open_front_with(ScriptedModel()) as front:
        chat = str(uuid4())
        about: dict[str, Any] = {
            "organizationId": str(front.organization("aurora")), "chatIdentityId": chat,
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {API_KEY}"}
        await front.container.database.call(
            "invoke_put", organization=front.organization("aurora"), conversation=chat, contact=None,
            phone=None, message="hola", recent=[],
        )  # fmt: skip
        front.execute(
            "update chat_messages set payload = %s::text::jsonb", f'{{"details": {DEEP}}}'
        )
        answer = await front.http.post("/invoke", json=about | {"message": "hola"}, headers=headers)
        assert answer.json()["response"] == SORRY["es"]


async def test_a_file_at_which_our_code_fails_does_not_hold_up_its_turn(
    open_front_with: Opening,
) -> None:
    from tests.providers import gupshup

    async with open_front_with(ScriptedModel()) as front:
        ana = front.customer()
        payload = gupshup.text("x", phone=ana.phone, name="Ana", app=front.connection_name("aurora", "gupshup"))  # fmt: skip
        payload["payload"] |= {"type": "image", "payload": {"url": "http://127.0.0.1:1/a"}}
        assert (await front.post("gupshup", "aurora", payload)).status_code == 200
        front.execute(
            "update chat_messages set payload = jsonb_build_object('media', jsonb_build_object('url', 7))"
        )
        assert await ana.listen() == "De acuerdo."
        [row] = front.rows(
            "select media_state, media_reason from chat_messages where kind = 'image'"
        )
        assert row == {"media_state": "unread", "media_reason": "failed"}
        assert await ana.say("hola") == "De acuerdo."


async def test_words_that_were_not_sent_do_not_stand_in_the_thread(
    open_front_with: Opening,
) -> None:
    lines = [
        AIMessage("Un momento, tu cita quedó agendada", tool_calls=call("list_appointments").tool_calls),
        "Tu cita quedó agendada.",
    ]  # fmt: skip
    model = ScriptedModel(lines=lines, node="appointment")
    async with open_front_with(model) as front:
        ana = front.customer()
        assert await ana.say("¿quedó mi cita?") == "De acuerdo."
        await ana.say("hola")
        assert "agendada" not in "".join(str(m.content) for m in model.seen[-1][1:])
        kinds = [m.type for m in model.seen[-1][1:]]
        assert kinds == ["human", "ai", "tool", "ai", "human"]
