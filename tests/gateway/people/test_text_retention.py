"""The words of messages are deleted when the time is over that their organization keeps them."""

from typing import Any

from gateway.people.text_retention import TextRetention
from tests.front import Front
from tests.gateway.media import files
from tests.gateway.media.sending import send, sender
from tests.gateway.people.planting import places_of

DAY = 24 * 3600
WORD = "ornitorrincoazul"


def keep_for(front: Front, days: int | None) -> None:
    front.execute("update organizations set keep_texts_days = %s where slug = 'aurora'", days)


async def forget(front: Front) -> None:
    stores = front.container.outside.stores
    days = front.container.settings.message_retention_days
    while await TextRetention(front.container.database, stores, days).round():
        pass


def bodies(front: Front) -> list[str]:
    return [row["body"] for row in front.rows("select body from chat_messages order by seq")]


async def test_by_default_words_are_kept_for_ten_years(front: Front) -> None:
    ana = front.customer()
    await ana.say(f"hola, {WORD}")
    await front.pass_time(3649 * DAY)
    await forget(front)
    assert all(bodies(front))
    await front.pass_time(2 * DAY)
    await forget(front)
    assert not any(bodies(front))


async def test_old_words_go_and_their_times_stay(front: Front) -> None:
    keep_for(front, 30)
    ana = sender(front)
    await ana.say(f"hola, {WORD}, ¿venden {WORD}?")
    await send(ana, "audio", files.ogg())
    front.execute(
        "insert into withheld_replies (organization_id, chat_identity_id, turn_id, reason, body, created_at) "
        "select organization_id, chat_identity_id, id, 'x', %s, started_at from turns limit 1",
        WORD,
    )
    before = front.rows(
        "select id, seq, direction, created_at, status from chat_messages order by seq"
    )
    await front.pass_time(31 * DAY)
    await forget(front)
    await ana.say("buenas, ¿qué horario tienen?")
    await forget(front)
    assert list(places_of(front, WORD)) == []
    after = front.rows(
        "select id, seq, direction, created_at, status from chat_messages order by seq"
    )
    assert after[: len(before)] == before
    kept = [body for body in bodies(front) if body]
    assert kept[0] == "buenas, ¿qué horario tienen?"
    assert [f for f in front.container.settings.data_dir.rglob("media/*/*") if f.is_file()] == []


async def test_the_conversation_goes_on(front: Front) -> None:
    """The thread that held the old words is made anew from those that are left."""
    keep_for(front, 30)
    ana = front.customer()
    await ana.say("hola")
    await front.pass_time(31 * DAY)
    await ana.say("quiero cejas el martes")
    await forget(front)
    answer = await ana.say("la primera")
    assert "¿A nombre de quién" in answer
    await ana.say("Ana Pérez")
    assert [row["name"] for row in front.appointments()] == ["Ana Pérez"]


async def test_what_is_under_way_keeps_its_words(front: Front) -> None:
    keep_for(front, 30)
    ana = front.customer()
    await ana.say(f"Borren mis datos, {WORD}")
    eva = front.customer("573005550102", name="Eva")
    await eva.write("me pueden ayudar?")
    await front.pass_time(31 * DAY)
    await forget(front)
    [case] = front.rows("select summary from escalations")
    assert WORD in case["summary"]  # nobody closed it yet
    waiting = front.rows("select body from chat_messages where status = 'pending'")
    assert waiting == [{"body": "me pueden ayudar?"}]
    front.execute("update escalations set closed_at = now(), status = 'closed'")
    await ana.say("hola")
    await front.pass_time(31 * DAY)
    await forget(front)
    assert list(places_of(front, WORD)) == []


async def test_appointments_and_names_stay(front: Front) -> None:
    keep_for(front, 30)
    ana = front.customer()
    for words in ("Hola, cejas el lunes a las 10", "sí", "Ana Pérez", "no"):
        await ana.say(words)
    await front.pass_time(31 * DAY)
    await forget(front)
    rows: list[dict[str, Any]] = front.rows("select attendee_name from appointments")
    assert rows == [{"attendee_name": "Ana Pérez"}]
    assert front.rows("select name from contacts") == [{"name": "Ana Pérez"}]
    assert not any(bodies(front))
