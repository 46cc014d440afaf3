"""An emergency does not wait for the debounce, for files or for others; nothing of the customer's words is lost."""

from typing import Any

import pytest

from agent.language.emergency import is_emergency
from tests.front import Front


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hola, mi mamá no puede respirar", True),
        ("não consigo respirar direito, ajuda", True),
        ("please help, she is unconscious", True),
        ("estoy en la sala de espera y hay una emergencia", True),
        ("não é emergência, queria remarcar", False),
        ("no sangra ni me duele, quería moverla al martes", False),
        ("Quiero una limpieza el martes", False),
        ("", False),
    ],
)
def test_what_is_one(text: str, told: bool) -> None:
    assert is_emergency(text) is told


def jobs(front: Front) -> list[dict[str, Any]]:
    return front.rows(
        "select priority, scheduled_at from procrastinate.procrastinate_jobs "
        "where queue_name = 'turns' order by id"
    )


async def test_it_is_answered_at_once_with_all_that_was_written_before_and_after(
    front: Front,
) -> None:
    ana = front.customer()
    for text in ("Hola", "mi papá se desmayó y no respira", "llevamos un rato así"):
        await ana.write(text)
    assert [(job["priority"], job["scheduled_at"] is None) for job in jobs(front)] == [
        (0, False),
        (10, True),
        (10, True),
    ]
    await front.work()  # the clock stands still
    assert len([sent for sent in front.gupshup.sent if sent.destination == ana.phone]) == 1
    [turn] = front.rows("select cardinality(message_ids) as messages, trace from turns")
    assert turn["messages"] == 3
    assert turn["trace"]["nodes"][-1] == "escalation"
    # What follows is no emergency by itself and waits as ever.
    await ana.write("gracias")
    assert jobs(front)[-1]["priority"] == 0


async def test_it_does_not_wait_for_a_photo_beside_it(front: Front) -> None:
    ana = front.customer()
    await ana.write("Le sangra mucho la boca, es una emergencia")
    front.execute(
        "insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status, kind, "
        "payload, provider_id, created_at) "
        "select organization_id, chat_identity_id, connection_id, 'inbound', 'pending', 'image', "
        '\'{"media": {"id": "1"}}\', \'photo\', created_at from chat_messages'
    )
    await front.work()
    assert len([sent for sent in front.gupshup.sent if sent.destination == ana.phone]) == 1


async def test_a_voice_note_is_known_by_its_words(front: Front) -> None:
    ana = front.customer()
    await ana.write("te mando un audio")
    front.execute(
        'update chat_messages set kind = \'audio\', payload = payload || \'{"media": {"id": "1"}}\''
    )
    [message] = front.rows("select id, organization_id from chat_messages")
    reading = {"state": "read", "form": "transcript", "text": "no puedo respirar", "urgent": True}
    await front.container.database.call(
        "media_text_put",
        organization=message["organization_id"],
        message=message["id"],
        reading=reading,
    )
    assert jobs(front)[-1] == {"priority": 10, "scheduled_at": None}
    await front.work()
    assert len([sent for sent in front.gupshup.sent if sent.destination == ana.phone]) == 1


async def test_an_edit_into_one_counts(front: Front) -> None:
    bia = front.customer("5511955550123", tenant="sorriso", channel="evolution")
    await bia.write("oi")
    [message] = front.rows("select provider_id, connection_id, organization_id from chat_messages")
    event = {
        "type": "edit",
        "id": message["provider_id"],
        "addresses": [],
        "text": "oi, meu filho não respira, é emergencia",
        "deleted": False,
        "urgent": True,
    }
    await front.container.database.call(
        "inbox_put",
        organization=message["organization_id"],
        connection=message["connection_id"],
        events=[event],
        wait=10.0,
        ceiling=30.0,
    )
    assert jobs(front)[-1]["priority"] == 10
