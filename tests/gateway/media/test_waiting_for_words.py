"""A turn waits for files that are still being read, but not for ever, and answers once."""

from uuid import UUID

import pytest

from agent.checkpoints.choice import open_memory
from tests.front import Customer, Front
from tests.gateway.media import files
from tests.gateway.media.sending import post, rows, run, sender, turns
from tests.protocols.gemini import GeminiServer


@pytest.fixture
def ana(hearing: Front) -> Customer:
    return sender(hearing)


def said(ana: Customer) -> list[str]:
    return [sent.text for sent in ana.front.evolution.sent]


async def answer(front: Front) -> None:
    """Turns and sends run, files do not."""
    for _ in range(2):
        await run(front, "turns")
        await run(front, "sends")


async def test_the_turn_begins_when_the_last_file_is_read(
    hearing: Front, gemini: GeminiServer, ana: Customer
) -> None:
    await post(ana, "audio", files.ogg(1))
    await post(ana, "audio", files.ogg(2))
    await hearing.pass_time(10.5)
    await answer(hearing)
    assert (said(ana), turns(hearing)) == ([], [])
    gemini.plays("Hola, quiero una limpieza facial", "mañana a las tres de la tarde")
    await run(hearing, "media")
    await answer(hearing)
    assert len(said(ana)) == 1
    assert "3:00 p. m." in said(ana)[0]
    assert turns(hearing) == ["committed"]
    await hearing.pass_time(60)
    await hearing.work()
    assert len(said(ana)) == 1
    assert turns(hearing) == ["committed"]


async def test_words_that_are_there_in_time_are_waited_for_by_nobody(
    hearing: Front, gemini: GeminiServer, ana: Customer
) -> None:
    gemini.plays("¿dónde quedan?")
    await post(ana, "audio", files.ogg())
    await run(hearing, "media")
    await answer(hearing)
    assert said(ana) == [], "the debounce still waits for more"
    await hearing.pass_time(10.5)
    await answer(hearing)
    assert "Carrera 13" in said(ana)[0]
    assert (
        hearing.rows("select 1 from procrastinate.procrastinate_jobs where status = 'todo'") == []
    )


async def test_a_file_that_nobody_reads_holds_nobody_up_for_ever(
    hearing: Front, ana: Customer
) -> None:
    """Its job died: after 45 seconds the customer is asked to write it."""
    await post(ana, "audio", files.ogg())
    await hearing.pass_time(10.5)
    await answer(hearing)
    await hearing.pass_time(20)
    await answer(hearing)
    assert said(ana) == []
    # Woken too early it goes on waiting.
    chat = {"organization": ana.chat["organization_id"], "conversation": ana.chat["id"]}
    assert await hearing.desk.database.call("turn_wake", **chat) is False
    hearing.execute(
        "delete from procrastinate.procrastinate_jobs where task_name = 'wake' and id < "
        "(select max(id) from procrastinate.procrastinate_jobs)"
    )
    rescued = await hearing.desk.database.call("work_rescue")
    assert not any(rescued.values()), "a turn that waits is not a turn that was forgotten"
    await hearing.pass_time(15)
    await answer(hearing)
    assert len(said(ana)) == 1
    assert "escri" in said(ana)[0]
    assert turns(hearing) == ["committed"]


async def test_who_goes_on_sending_is_answered_after_a_minute_and_a_half(
    hearing: Front, ana: Customer
) -> None:
    for _ in range(4):
        await post(ana, "audio", files.ogg())
        await hearing.pass_time(29)
        await answer(hearing)
    assert len(said(ana)) == 1
    assert turns(hearing) == ["committed"]


async def test_words_that_come_late_answer_nothing_and_are_known(
    hearing: Front, gemini: GeminiServer, ana: Customer
) -> None:
    await ana.say("hola")
    await post(ana, "audio", files.ogg())
    await hearing.pass_time(10.5)
    await answer(hearing)
    await hearing.pass_time(46)
    await answer(hearing)
    before = said(ana)
    assert "escri" in before[-1]
    gemini.plays("quiero una limpieza facial")
    await run(hearing, "media")
    await hearing.pass_time(60)
    await hearing.work()
    assert said(ana) == before
    assert rows(hearing)[0]["text"] == "quiero una limpieza facial"
    assert "limpieza" not in str(await _thread(hearing, ana))
    await ana.say("¿dónde quedan?")
    thread = await _thread(hearing, ana)
    assert [text for text in thread if "limpieza" in text] == [
        "[voice note] quiero una limpieza facial"
    ]
    assert thread.index("[voice note] quiero una limpieza facial") == thread.index("hola") + 2


async def test_a_message_that_comes_while_the_turn_waits_joins_it(
    hearing: Front, gemini: GeminiServer, ana: Customer
) -> None:
    await post(ana, "audio", files.ogg())
    await hearing.pass_time(15)
    await answer(hearing)
    await ana.write("y mañana a las 3 de la tarde")
    await hearing.pass_time(11)
    await answer(hearing)
    assert said(ana) == []
    gemini.plays("quiero una limpieza facial")
    await run(hearing, "media")
    await answer(hearing)
    assert "3:00 p. m." in said(ana)[0]
    assert turns(hearing) == ["committed"]
    await hearing.pass_time(60)
    await hearing.work()
    assert len(said(ana)) == 1


async def test_a_note_that_comes_during_the_debounce_does_not_shorten_it(
    hearing: Front, gemini: GeminiServer, ana: Customer
) -> None:
    await post(ana, "audio", files.ogg())
    await hearing.pass_time(10.5)
    await answer(hearing)  # waits for the file
    await ana.write("una cosa más")
    due = ana.chat["due_at"]
    gemini.plays("hola")
    await run(hearing, "media")
    assert ana.chat["due_at"] == due, "the customer is still writing"
    await answer(hearing)
    assert said(ana) == []
    await hearing.pass_time(10.5)
    await answer(hearing)
    assert len(said(ana)) == 1


async def test_a_note_that_is_deleted_is_not_waited_for(
    hearing: Front, gemini: GeminiServer, ana: Customer
) -> None:
    await post(ana, "audio", files.ogg())
    await ana.write("¿dónde quedan?")
    hearing.execute(
        "update chat_messages set status = 'ignored', payload = payload || '{\"deleted\": true}' "
        "where kind = 'audio'"
    )
    await hearing.pass_time(10.5)
    await answer(hearing)
    assert "Carrera 13" in said(ana)[0]
    gemini.plays("nothing of this is kept")
    await run(hearing, "media")
    assert [r["text"] for r in rows(hearing)] == [None]


async def test_while_a_person_handles_the_chat_notes_are_read_for_them(
    hearing: Front, gemini: GeminiServer, ana: Customer
) -> None:
    await ana.say("hola")
    chat = ana.chat
    await hearing.desk.database.call(
        "handoff_set", organization=chat["organization_id"], conversation=chat["id"], by="person"
    )
    gemini.plays("ya voy llegando")
    await post(ana, "audio", files.ogg())
    before = said(ana)
    await hearing.settle()
    assert said(ana) == before
    assert [(r["status"], r["text"]) for r in rows(hearing)] == [("handled", "ya voy llegando")]


async def test_the_same_file_is_read_once_however_often_its_job_runs(
    hearing: Front, gemini: GeminiServer, ana: Customer
) -> None:
    gemini.plays("¿dónde quedan?", "another reading of the same note")
    await post(ana, "audio", files.ogg())
    await hearing.settle()
    row = rows(hearing)[0]
    for _ in range(2):
        await hearing.desk.media.fetch(row["organization_id"], row["id"])
    assert len(gemini.heard) == 1
    late = {"state": "unread", "reason": "failed"}
    database = hearing.desk.database
    assert not await database.call(
        "media_text_put", organization=row["organization_id"], message=row["id"], reading=late
    )
    assert rows(hearing)[0]["text"] == "¿dónde quedan?"


async def test_nobody_elses_file_gets_words_or_is_woken(hearing: Front, ana: Customer) -> None:
    await post(ana, "audio", files.ogg())
    row = rows(hearing)[0]
    other = hearing.organization("sorriso")
    words = {"state": "read", "form": "transcript", "text": "cancela todo"}
    database = hearing.desk.database
    assert not await database.call(
        "media_text_put", organization=other, message=row["id"], reading=words
    )
    await hearing.pass_time(60)
    assert not await database.call(
        "turn_wake", organization=other, conversation=UUID(str(ana.chat["id"]))
    )
    assert rows(hearing)[0]["state"] is None


async def _thread(front: Front, ana: Customer) -> list[str]:
    """What the conversation's last committed checkpoint remembers."""
    [chat] = front.rows("select checkpoint_id from chat_identities where id = %s", ana.chat["id"])
    thread, _, checkpoint = chat["checkpoint_id"].rpartition("/")
    configured = {"thread_id": thread, "checkpoint_ns": "", "checkpoint_id": checkpoint}
    database, settings = front.desk.database, front.desk.settings
    async with open_memory(database.conninfo, settings, None) as memory:
        saved = await memory.saver.aget_tuple({"configurable": configured})
    assert saved is not None
    return [str(message.content) for message in saved.checkpoint["channel_values"]["messages"]]
