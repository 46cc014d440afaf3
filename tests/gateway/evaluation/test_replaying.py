"""A stored conversation runs again against the present code."""

import pytest

from agent.errors import NotFound
from gateway.evaluation import replaying
from gateway.evaluation.replaying import Replayed, masked
from tests.front import Front

"""It makes a database of its own."""


async def replayed(front: Front, slug: str = "aurora") -> list[Replayed]:
    conversation = front.rows("select id from chat_identities")[0]["id"]
    container = front.container
    stored = await replaying.stored(container.database, container.settings, slug, conversation)
    return [turn async for turn in replaying.replay(container.settings, stored, None)]


async def booked(front: Front) -> None:
    ana = front.customer()
    await ana.say("hola", "quiero un masaje el martes a las 10")
    await ana.say("sí")
    await ana.say("Ana Lucía Gil, mi correo es ana@example.com")
    await ana.tap("Sí")


async def test_the_present_code_answers_as_it_did(front: Front) -> None:
    await booked(front)
    turns = await replayed(front)
    assert len(turns) == 4
    assert [turn.replies for turn in turns if turn.differs] == []


async def test_what_is_answered_otherwise_is_shown_without_names(front: Front) -> None:
    await booked(front)
    front.execute(
        "update chat_messages set body = replace(body, 'Masaje relajante', 'Otra cosa') "
        "where direction = 'outbound'"
    )
    different = [turn for turn in await replayed(front) if turn.differs]
    assert len(different) == 1
    shown = "\n".join(replaying.lines(different[0], ["Ana Lucía Gil"]))
    assert "- Otra cosa con" in shown
    assert "+ Masaje relajante con" in shown
    for private in ("Ana", "Gil", "example.com"):
        assert private not in shown


async def test_only_a_conversation_of_this_business_is_read(front: Front) -> None:
    await booked(front)
    with pytest.raises(NotFound):
        await replayed(front, "sorriso")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("soy Ana Gil, 310 555 12 34", "soy ▒▒▒, ▒▒▒"),
        ("CC 1032456789 ana.gil@correo.co", "CC ▒▒▒ ▒▒▒"),
        ("el 30/11/2026 a las 10:30, $130.000", "el 30/11/2026 a las 10:30, $130.000"),
        ("Gil, te espera ANA", "▒▒▒, te espera ▒▒▒"),
        ("la banana de Gilberto", "la banana de Gilberto"),
    ],
)
def test_names_and_numbers_are_masked_and_times_are_not(text: str, shown: str) -> None:
    assert masked(text, ["Ana Gil"]) == shown
