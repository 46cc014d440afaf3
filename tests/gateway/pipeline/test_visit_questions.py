"""Answers before a visit: whose they are, who may write them, how long they stay."""

from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from agent.data.store import Store
from agent.records import Turn
from graphs.visit_answers import take_answers
from tests.conversations.agenda_rules import change
from tests.conversations.reminding import book
from tests.conversations.test_visit_questions import MEDICINE, PREGNANT, asks
from tests.front import Customer, Front
from tests.front_fixtures import Opening
from tests.gateway.people.test_erasing import erase_one
from tests.gateway.pipeline.replies.owed_receipts import Script

FACIAL = "Hola, limpieza facial el jueves a las 10 de la mañana"


async def asked(front: Front) -> tuple[Customer, UUID]:
    """A customer who was asked, and the question's id."""
    asks(front, PREGNANT, MEDICINE)
    ana = front.customer()
    await book(ana, FACIAL)
    [row] = front.rows("select id from visit_answers")
    return ana, row["id"]


async def put(front: Front, tenant: str, conversation: UUID, question: UUID, **more: Any) -> str:
    kept = await Store(front.container.database).put_visit_answer(
        front.organization(tenant),
        conversation,
        uuid4(),
        question,
        **{"status": "answered", "answer": "no", "words": "no", "messages": [], "summary": "s", "body": "b",
           "params": ["a", "b", "c"], **more},
    )  # fmt: skip
    return kept.status


async def test_only_the_chat_that_was_asked_can_answer(front: Front) -> None:
    ana, question = await asked(front)
    other, stranger = (
        front.customer("573005550177"),
        front.customer("5511955550133", tenant="sorriso"),
    )
    await other.say("hola")
    await stranger.say("oi")
    assert await put(front, "aurora", other.chat["id"], question) == "not_found"
    assert await put(front, "sorriso", stranger.chat["id"], question) == "not_found"
    assert await put(front, "sorriso", ana.chat["id"], question) == "not_found"
    assert front.rows("select status from visit_answers") == [{"status": "asked"}]
    assert await put(front, "aurora", ana.chat["id"], question) == "kept"


async def test_anothers_button_answers_nothing(front: Front) -> None:
    _, question = await asked(front)
    eve = front.customer("573005550177", name="Eve")
    await eve.say("hola")
    eve.options = [(f"visit:{question}:yes", "Sí")]
    await eve.tap("Sí")
    assert front.rows("select status from visit_answers") == [{"status": "asked"}]
    assert front.rows("select id from escalations where reason = 'visit_answer'") == []


async def test_the_same_answer_twice_calls_once(front: Front) -> None:
    ana, question = await asked(front)
    for _ in range(2):
        assert await put(front, "aurora", ana.chat["id"], question, answer="yes") == "kept"
    assert len(front.rows("select id from escalations where reason = 'visit_answer'")) == 1


async def test_a_visit_that_is_over_takes_no_answer(front: Front) -> None:
    ana, question = await asked(front)
    await front.pass_time(30 * 86400)
    assert await put(front, "aurora", ana.chat["id"], question) == "not_found"


async def test_a_question_that_is_gone_from_the_file_is_still_answered(front: Front) -> None:
    ana, _ = await asked(front)
    change(front, "services", "limpieza-facial", questions=Jsonb([]))
    assert "anotado" in await ana.say("no")


async def test_answers_are_deleted_with_the_words_of_their_time(front: Front) -> None:
    ana, _ = await asked(front)
    await ana.say("no")
    now = front.clock.now()
    organization = front.organization("aurora")
    call = front.container.database.call
    await call("texts_forget", organization=organization, before=now)
    assert front.rows("select count(*) as n from visit_answers")[0]["n"] == 2
    await front.pass_time(30 * 86400)
    await call("texts_forget", organization=organization, before=front.clock.now())
    assert front.rows("select count(*) as n from visit_answers")[0]["n"] == 0


async def test_who_is_erased_leaves_no_answer(front: Front) -> None:
    ana, _ = await asked(front)
    await ana.say("no")
    await erase_one(front, "aurora", ana.chat["id"])
    assert front.rows("select id from visit_answers") == []
    assert len(front.rows("select id from appointments")) == 1


async def test_a_turn_that_is_repeated_reads_its_answer_once_more(front: Front) -> None:
    ana, _ = await asked(front)
    await ana.write("sí")
    await front.pass_time(30)
    chat, store = ana.chat, front.container.store
    organization = front.organization("aurora")
    turn = await store.begin_turn(organization, chat["id"])
    assert isinstance(turn, Turn)
    heard = await take_answers(store, turn, chat["id"], "es")
    assert heard.reply
    await store.abandon_turn(organization, chat["id"], turn.turn)
    reply = await ana.listen()
    assert "Ya se lo pasé al equipo" in reply
    assert MEDICINE["text"] in reply
    assert len(front.rows("select id from escalations where reason = 'visit_answer'")) == 1
    assert len(front.rows("select id from visit_answers")) == 2


async def test_with_a_hosted_model_code_asks_and_reads_all_the_same(
    open_front_with: Opening,
) -> None:
    script = Script()
    async with open_front_with(script.model) as front:
        asks(front, PREGNANT, MEDICINE, service="depilacion-laser")
        ana = front.customer()
        await script.chooses(ana, "Te espero.")
        heard = await ana.listen()
        assert heard.endswith(PREGNANT["text"])
        before = len(script.model.seen)
        assert MEDICINE["text"] in await ana.say("no")
        assert len(script.model.seen) == before, "no model read it"
        script.lines += ["Con gusto te cuento."]
        await ana.say("¿y si llego tarde?")
        assert "visit_question" in str(script.model.seen[-1])
        rows = front.rows("select status, answer from visit_answers order by asked_at")
        assert [row["answer"] for row in rows] == ["no", None]
