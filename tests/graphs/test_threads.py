"""A conversation's thread: where it starts, what it keeps."""

from tests.front import Front


async def test_old_checkpoints_are_forgotten_and_the_conversation_goes_on(front: Front) -> None:
    ana = front.customer()
    for turn in range(21):
        await ana.say(f"¿Dónde quedan? {turn}")
        await front.pass_time(600)
    kept = front.rows("select count(*) as n from checkpoints.checkpoints")[0]["n"]
    assert kept <= 3, "the twentieth turn leaves one checkpoint, the next adds its own"
    await ana.say("Quiero una limpieza facial mañana a las 10")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert [a["service"] for a in front.appointments()] == ["limpieza-facial"]


async def test_a_thread_is_rebuilt_from_the_messages_when_its_checkpoints_are_gone(
    front: Front,
) -> None:
    ana = front.customer()
    await ana.say("Quiero una limpieza facial mañana a las 10")
    for table in ("checkpoints", "checkpoint_blobs", "checkpoint_writes"):
        front.execute(f"delete from checkpoints.{table}")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert [a["service"] for a in front.appointments()] == ["limpieza-facial"]
