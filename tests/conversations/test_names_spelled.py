"""A name that the receipt has wrong, put right in the words of people: how it is written is no name."""

import pytest

from tests.conversations.test_changes import book
from tests.conversations.test_names import WISH, names
from tests.front import Front


@pytest.mark.parametrize(
    ("tenant", "booked", "said", "right"),
    [
        (
            "aurora",
            "Jon Smyth",
            "thanks. its actually John Smythe with an e, and h in john",
            "John Smythe",
        ),
        ("aurora", "Jon Smyth", "my name is spelled wrong. It's John Smythe", "John Smythe"),
        ("aurora", "Jon Smyth", "NO. the name is John Smythe", "John Smythe"),
        ("aurora", "Meg Olsen", "the name is wrong, it should be Meg Olson", "Meg Olson"),
        (
            "aurora",
            "Dara Patel",
            "can you change the name to my full name Dara K. Patel",
            "Dara K. Patel",
        ),
        (
            "aurora",
            "Jesica Quiroz",
            "ay me equivoqué, es Jessica con doble s, y el apellido es Quiroz Mena",
            "Jessica Quiroz Mena",
        ),
        ("aurora", "Jesica Quiroz", "sigue mal el nombre. JESSICA con doble s", "Jessica Quiroz"),
        (
            "sorriso",
            "Thaíssa Moreira Souza",
            "ai, o corretor trocou meu nome: é Taíssa Moreira Sousa, sem H e Sousa com S. arruma aí?",
            "Taíssa Moreira Sousa",
        ),
        ("sorriso", "Luisa Prado", "o nome ficou errado, é Luiza com z", "Luiza Prado"),
    ],
)
async def test_put_right_at_once(
    front: Front, tenant: str, booked: str, said: str, right: str
) -> None:
    ana = front.customer(tenant=tenant, name=None)
    await book(ana, WISH[tenant], booked)
    assert names(front) == [booked]
    reply = await ana.say(said)
    assert right in reply, "the name is given and is not asked for"
    assert names(front) == [right]
